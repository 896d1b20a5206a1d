import Foundation

/// What the kernel knows of a process.
enum ProcessTime {
    /// User and system time so far.
    static func seconds(of process: Int32) throws -> Double {
        let text = try String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8)
        // The name, in parentheses, may hold blanks; user and system time are the 12th and 13th field after it.
        let fields = text[text.lastIndex(of: ")")!...].split(separator: " ")
        return (Double(fields[12])! + Double(fields[13])!) / Double(sysconf(Int32(_SC_CLK_TCK)))
    }

    /// Bytes of memory that are its own or shared, and in use now.
    static func memory(of process: Int32) throws -> Int {
        let text = try String(contentsOfFile: "/proc/\(process)/statm", encoding: .utf8)
        return Int(text.split(separator: " ")[1])! * Int(getpagesize())
    }

    /// The program that runs in the only pane of a tmux server.
    static func child(of socket: String, _ tmux: String) throws -> Int32 {
        let process = Process()
        let output = Pipe()
        process.executableURL = URL(filePath: tmux)
        process.arguments = ["-S", socket, "display-message", "-p", "#{pane_pid}"]
        process.standardOutput = output
        try process.run()
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        return Int32(text.trimmingCharacters(in: .whitespacesAndNewlines))!
    }
}
