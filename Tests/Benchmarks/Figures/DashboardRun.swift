import Foundation
import RungTestSupport
import Terminal

/// The dashboard on a terminal of 120x40, with a home of its own.
struct DashboardRun: Sendable {
    /// Where it runs.
    enum Place: String, CaseIterable {
        case pty = "on a pty"
        case tmux = "in tmux"

        /// Those that this machine has.
        static var available: [Place] {
            allCases.filter { $0 == .pty || FileManager.default.isExecutableFile(atPath: DashboardRun.tmux) }
        }
    }

    private static let tmux = "/usr/bin/tmux"
    private static let size = Size(width: 120, height: 40)

    let terminal: PseudoTerminal
    /// When its process, or tmux for it, was started.
    let started: ContinuousClock.Instant
    /// Nil on a terminal of its own.
    private let socket: String?

    /// rung's own process. In tmux it is there once something is on the screen.
    var process: Int32 {
        get throws { try socket.map { try ProcessTime.child(of: $0, Self.tmux) } ?? terminal.processID }
    }

    /// Runs it while the body does.
    ///
    /// - Parameters:
    ///   - program: what runs in its stead, to measure the place itself.
    ///   - configuration: nil for none.
    static func `in`<Value: Sendable>(
        _ place: Place, program: String = SimulatedServer.rung, _ arguments: [String] = [],
        configuration: String? = nil,
        _ body: @Sendable (DashboardRun) async throws -> Value
    ) async throws -> Value {
        let home = FileManager.default.temporaryDirectory.appending(path: "rung-figures-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: home, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: home) }
        let file = home.appending(path: "config.yaml").path
        try configuration?.write(toFile: file, atomically: true, encoding: .utf8)
        var command = [program] + arguments + (configuration == nil ? [] : ["--config", file])
        var socket: String?
        if place == .tmux {
            // Its own line would take a row, and write by itself.
            let settings = home.appending(path: "tmux.conf").path
            try "set -g status off\n".write(toFile: settings, atomically: true, encoding: .utf8)
            let path = home.appending(path: "tmux").path
            command = [tmux, "-S", path, "-f", settings, "new-session"] + command
            socket = path
        }
        let started = ContinuousClock.now
        return try await withPseudoTerminal(
            command[0], Array(command.dropFirst()),
            environment: ["HOME": home.path, "TERM": "xterm-256color", "LANG": "C.UTF-8"], size: size
        ) { [socket] terminal in
            let run = DashboardRun(terminal: terminal, started: started, socket: socket)
            // The server of tmux ends with it.
            defer { if let process = try? run.process { kill(process, SIGTERM) } }
            return try await body(run)
        }
    }
}
