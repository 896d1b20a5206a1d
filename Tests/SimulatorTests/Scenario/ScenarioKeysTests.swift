import Foundation
import Testing

@testable import Simulator

@Suite struct `The documentation of scenario files` {
    private var page: String {
        get throws {
            let root = URL(filePath: #filePath).appending(path: "../../../..").standardizedFileURL
            return try String(
                contentsOf: root.appending(path: "Sources/Simulator/Simulator.docc/Scenarios.md"), encoding: .utf8)
        }
    }

    @Test func `lists the keys that are read, each once and no other`() throws {
        let keys = try page.split(separator: "\n").compactMap { line in
            line.hasPrefix("| `") ? String(line.split(separator: "`")[1]) : nil
        }
        #expect(keys.sorted() == ScenarioKeys.all.sorted())
    }

    @Test func `stands over an example that is right`() throws {
        let example = try #require(page.split(separator: "```").first { $0.hasPrefix("yaml\n") }).dropFirst(5)
        let scenario = try Scenario(parsing: String(example), file: "Scenarios.md")
        #expect(scenario.models.map(\.id) == ["small", "large", "judge"])
        #expect(scenario.script.count == 2)
    }
}
