import Foundation
import Subprocesses

/// `rung simulate` in a process of its own.
enum SimulatedServer {
    static var rung: String {
        URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent().appending(path: "rung").path
    }

    /// Runs it while the body does.
    ///
    /// - Parameters:
    ///   - scenario: a scenario in YAML; nil for the demo's.
    ///   - body: given the server's address.
    static func serving<Value: Sendable>(
        scenario: String? = nil, _ body: @Sendable (_ url: String) async throws -> Value
    ) async throws -> Value {
        let file = FileManager.default.temporaryDirectory.appending(path: "rung-figures-\(UUID().uuidString).yaml")
        try scenario?.write(to: file, atomically: true, encoding: .utf8)
        defer { try? FileManager.default.removeItem(at: file) }
        let arguments = scenario == nil ? [] : ["--scenario", file.path]
        let (output, pieces) = AsyncStream.makeStream(of: String.self, bufferingPolicy: .bufferingOldest(16))
        return try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                defer { pieces.finish() }
                // It ends with the figures, also where those are killed.
                _ = try await Command([rung, "simulate"] + arguments).run {
                    pieces.yield(String(decoding: $0, as: UTF8.self))
                }
            }
            defer { group.cancelAll() }
            var line = ""
            for await piece in output {
                line += piece
                if line.contains("\n") { break }
            }
            return try await body(line.split(whereSeparator: \.isWhitespace).last.map(String.init) ?? "")
        }
    }
}
