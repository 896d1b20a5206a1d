import Foundation

/// A variable in a command's environment by which its descendants are known wherever they went.
///
/// A process that moved to a group or session of its own isn't reached by what is sent to the command's group; nor is it
/// anybody's child any more once its parent has gone. What it inherited it still has, unless it took that away on purpose.
/// Processes' environments can be read on Linux alone; elsewhere no stray is found.
struct StrayMark: Sendable {
    static let variable = "RUNG_COMMAND_ID"
    let value = UUID().uuidString

    /// As it stands in an environment.
    var assignment: String { "\(Self.variable)=\(value)" }

    /// Kills all processes that have it, and those they start meanwhile.
    func killStrays() {
        #if os(Linux)
            var killed: Set<pid_t> = []
            while true {
                let found = Set(processes()).subtracting(killed)
                if found.isEmpty { return }
                for process in found { kill(process, SIGKILL) }
                killed.formUnion(found)
            }
        #endif
    }

    #if os(Linux)
        private func processes() -> [pid_t] {
            let wanted = Data(assignment.utf8)
            let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
            return names.compactMap { pid_t($0) }.filter { process in
                // Others' can't be read, and a dead one's is empty.
                FileManager.default.contents(atPath: "/proc/\(process)/environ")?.range(of: wanted) != nil
            }
        }
    #endif
}
