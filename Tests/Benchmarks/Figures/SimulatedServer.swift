import Foundation

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
        let process = Process()
        let output = Pipe()
        process.executableURL = URL(filePath: rung)
        process.arguments = ["simulate"] + (scenario == nil ? [] : ["--scenario", file.path])
        process.standardOutput = output
        try process.run()
        defer {
            process.terminate()
            process.waitUntilExit()
        }
        let line = String(decoding: output.fileHandleForReading.availableData, as: UTF8.self)
        let url = line.split(whereSeparator: \.isWhitespace).last.map(String.init) ?? ""
        return try await body(url)
    }
}
