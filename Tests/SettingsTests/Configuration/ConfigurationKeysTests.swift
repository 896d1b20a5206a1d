import Foundation
import Settings
import Testing

@Suite struct `The documentation's table of keys` {
    private var page: String {
        get throws {
            let root = URL(filePath: #filePath).appending(path: "../../../..").standardizedFileURL
            return try String(
                contentsOf: root.appending(path: "Sources/Settings/Settings.docc/Configuration.md"), encoding: .utf8)
        }
    }

    @Test func `lists the keys that are read, each once and no other`() throws {
        let keys = try page.split(separator: "\n").compactMap { line in
            line.hasPrefix("| `") ? String(line.split(separator: "`")[1]) : nil
        }
        #expect(keys.sorted() == ConfigurationKeys.all.sorted())
    }

    @Test func `stands over an example that is right`() throws {
        let blocks = try page.split(separator: "```")
        let example = try #require(blocks.first { $0.hasPrefix("yaml\n") }).dropFirst(5)
        let parsed = try Configuration(parsing: String(example), file: "Configuration.md", home: "/home/ada")
        #expect(parsed.chains[0].chain.tiers.map(\.backend) == ["llama-swap", "llama-swap", "claude"])
    }
}
