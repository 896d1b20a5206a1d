import Foundation

/// How often the threads of a process have gone to sleep and woken up again: counts that stand still while it does nothing.
struct ThreadSwitches: Equatable {
    /// Voluntary context switches of the thread that speaks to the terminal.
    var terminal = 0
    /// Those of all other threads.
    var others = 0

    init(of process: Int32) throws {
        let tasks = "/proc/\(process)/task"
        for thread in try FileManager.default.contentsOfDirectory(atPath: tasks) {
            let name = try String(contentsOfFile: "\(tasks)/\(thread)/comm", encoding: .utf8)
            let status = try String(contentsOfFile: "\(tasks)/\(thread)/status", encoding: .utf8)
            let line = status.split(separator: "\n").first { $0.hasPrefix("voluntary_ctxt_switches:") }
            let count = line?.split(separator: "\t").last.flatMap { Int($0) } ?? 0
            if name == "terminal\n" { terminal += count } else { others += count }
        }
    }
}
