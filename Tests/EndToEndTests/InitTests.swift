import Foundation
import RungTestSupport
import Testing

/// The configuration to begin with.
@Suite struct `rung init` {
    @Test func `writes one that rung takes, and leaves it alone from then on`() async throws {
        try await RungProgram.withHome { rung in
            let file = rung.home.appending(path: ".config/rung/config.yaml").path
            let first = try await rung.run("init")
            #expect(first.status == 0)
            #expect(first.output.hasPrefix("Wrote \(file). "))
            let status = try await rung.run("status", "--json")
            #expect(status.output.contains("\"qwen3-4b\""))
            let written = try String(contentsOfFile: file, encoding: .utf8)
            #expect(written.split(separator: "\n").count == 5)
            let second = try await rung.run("init")
            #expect(second.status == 74)
            #expect(second.errors.hasPrefix("rung: There is a configuration at \(file), and it stays as it is."))
            let kept = try String(contentsOfFile: file, encoding: .utf8)
            #expect(kept == written)
        }
    }

    @Test func `writes the file that is named`() async throws {
        try await RungProgram.withHome { rung in
            let file = rung.home.appending(path: "deep/own.yaml").path
            let ending = try await rung.run("init", "--config", file)
            #expect(ending.status == 0)
            #expect(FileManager.default.fileExists(atPath: file))
            #expect(!FileManager.default.fileExists(atPath: rung.home.appending(path: ".config").path))
        }
    }

    @Test func `says what can't be written`() async throws {
        try await RungProgram.withHome { rung in
            try rung.write("no folder", to: "taken")
            let file = rung.home.appending(path: "taken/config.yaml").path
            let ending = try await rung.run("init", "--config", file)
            #expect(ending.status == 74)
            #expect(ending.errors.hasPrefix("rung: Can't make \(rung.home.path)/taken ("))
        }
    }

    @Test func `is named where there is no configuration`() async throws {
        try await RungProgram.withHome { rung in
            let ending = try await rung.run("status")
            #expect(ending.status == 78)
            #expect(ending.errors.contains("(rung init does that)"))
        }
    }
}
