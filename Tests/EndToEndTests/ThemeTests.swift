import Foundation
import RungTestSupport
import Testing

@Suite struct `A theme` {
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../Themes").standardizedFileURL

    static let shipped: [String] = {
        let files = try? FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
        return (files ?? []).map { $0.deletingPathExtension().lastPathComponent }.sorted()
    }()

    @Test func `is shipped beside another`() { #expect(Self.shipped.count >= 2) }

    /// What the folder holds is in the binary, which needs no folder.
    @Test(arguments: shipped) func `is built in for every file of the folder`(_ name: String) async throws {
        try await RungProgram.withHome { rung in
            try rung.configure("\(Self.configuration)\ntheme: \(name)")
            try await rung.onTerminal { terminal in
                try await terminal.waitUntil { $0.isAlternate && $0.contains("rung") }
                await terminal.send("Q")
                #expect(try await terminal.waitForEnd() == .exited(0))
            }
        }
    }

    @Test func `that nobody knows is named, with those there are`() async throws {
        try await RungProgram.withHome { rung in
            try rung.configure("\(Self.configuration)\ntheme: dsk")
            try await rung.onTerminal { terminal in
                let ending = try await terminal.waitForEnd()
                #expect(ending == .exited(78))
                let said = String(decoding: await terminal.output, as: UTF8.self)
                #expect(said.contains("config.yaml:3"))
                #expect(said.contains("there is no theme 'dsk'"))
                for name in Self.shipped { #expect(said.contains(name)) }
            }
        }
    }

    private static let configuration = """
        backends: { b: { kind: openai, url: "http://127.0.0.1:9" } }
        chains: { default: { tiers: [m], verify: none } }
        """
}
