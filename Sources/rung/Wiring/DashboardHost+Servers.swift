import Backends
import Dashboard
import EscalationCore
import Journal

/// What the dashboard wants of the servers: their models loaded or unloaded, their logs followed, and what the journal
/// remembers of their loads.
extension DashboardHost {
    /// Loads whose median says how long one takes: enough that one slow disk doesn't count, few enough to follow a change.
    private static let recalledLoads = 9

    func recallLoads(of model: String) async {
        // What can't be read is not known; a failing journal is said elsewhere.
        let times = (try? await reader?.loadTimes(of: model, limit: Self.recalledLoads, simulated: isSimulated)) ?? []
        await mailbox.post(.recalledLoads(of: model, times.isEmpty ? nil : times.sorted()[times.count / 2]))
    }

    /// Holds a warm-up's request to its end, which the end of the screen is too.
    func steer(_ steered: SteeredModel) async throws {
        let notice: String
        do {
            notice = try await words(after: steered)
        } catch {
            try Task.checkCancellation()
            notice = String(describing: error)
        }
        await mailbox.post(.steered(steered, notice: notice))
    }

    /// Does it, and says what has become of the model.
    private func words(after steered: SteeredModel) async throws -> String {
        let (model, backend) = (steered.model, steered.backend)
        guard let server = workshop?.servers[backend] else { return Self.noServer(backend) }
        switch steered.wish {
        case .warmUp:
            let began = stopwatch.now()
            try await server.warmUp(model)
            let seconds = Double((stopwatch.now() - began).milliseconds / 100) / 10
            return "\(model) on \(backend) is ready, after \(seconds) s"
        case .unload:
            try await server.unload(model)
            return "\(model) is no longer loaded on \(backend)"
        }
    }

    /// Returns when the log has ended, or nobody looks at it any more.
    func followLog(of backend: String) async {
        endOfLog?.finish()
        guard let server = workshop?.servers[backend] else {
            await mailbox.post(.logEnded(Self.noServer(backend), backend: backend))
            return
        }
        let (end, continuation) = AsyncStream.makeStream(of: Never.self)
        endOfLog = continuation
        let reason = await withTaskGroup(of: String?.self) { group in
            group.addTask { [mailbox] in
                do {
                    try await server.followLog { await mailbox.post(.log($0, backend: backend)) }
                    return "the server ended its log"
                } catch {
                    return String(describing: error)
                }
            }
            group.addTask {
                for await _ in end {}
                return nil
            }
            defer { group.cancelAll() }
            return await group.next() ?? nil
        }
        if let reason, !Task.isCancelled { await mailbox.post(.logEnded(reason, backend: backend)) }
    }

    private static func noServer(_ backend: String) -> String {
        "backend '\(backend)' is no server that can be asked: its kind has none, or 'status' is 'none'"
    }
}
