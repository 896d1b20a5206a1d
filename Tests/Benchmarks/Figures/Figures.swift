import Foundation

/// Whole-program figures, each measured against a floor in the same run: ratios hold where the machine is busy.
@main
struct Figures {
    static func main() async {
        do {
            try await printFigures()
        } catch {
            // Where it were let through, the program would be taken to have crashed, and be looked into for half a minute.
            FileHandle.standardError.write(Data("rung-figures: \(error)\n".utf8))
            exit(1)
        }
    }

    private static func printFigures() async throws {
        let wanted = Set(CommandLine.arguments.dropFirst())
        func wants(_ group: String) -> Bool { wanted.isEmpty || wanted.contains(group) }
        if wants("attempt") { try await AttemptFigures.print() }
        if wants("pieces") { try await PieceFigures.print() }
        if wants("cancel") { try await CancelFigures.print() }
        if wants("sessions") { try await SessionFigures.print() }
        if wants("first-frame") { try await ScreenFigures.printFirstFrame() }
        if wants("replay") { try await ReplayFigures.print() }
        if wants("screen") { try await StreamFigures.print() }
        if wants("idle") { try await ScreenFigures.printIdle() }
        // It takes minutes and gigabytes, so only where it is asked for; a number behind it asks for fewer sessions.
        if wanted.contains("journal") {
            try await JournalFigures.print(sessions: CommandLine.arguments.last.flatMap { Int($0) } ?? 200_000)
        }
    }
}

/// A line of the report: what, the figure, and what it is held to. It is written at once: where the run is cut short, what
/// was measured until then is there.
func report(_ what: String, _ figure: String, bar: String? = nil) {
    let padded = what.padding(toLength: 46, withPad: " ", startingAt: 0)
    let line = padded + figure + (bar.map { "   (bar: \($0))" } ?? "")
    do {
        try FileHandle.standardOutput.write(contentsOf: Data((line + "\n").utf8))
    } catch {
        // Nobody reads on, as behind `| head`.
        exit(141)
    }
}

/// Durations of many runs of one thing.
struct Sample {
    private var durations: [Duration] = []

    mutating func add(_ duration: Duration) { durations.append(duration) }

    func percentile(_ part: Double) -> Duration {
        let sorted = durations.sorted()
        return sorted[min(sorted.count - 1, Int(Double(sorted.count) * part))]
    }

    var median: Duration { percentile(0.5) }
    var count: Int { durations.count }

    /// Median, 95th and 99th percentile, and the longest.
    var spread: String {
        let points = [("p50", 0.5), ("p95", 0.95), ("p99", 0.99), ("max", 1)]
        return points.map { "\($0) \(percentile($1).text)" }.joined(separator: ", ")
    }
}

extension Duration {
    var milliseconds: Double {
        Double(components.seconds) * 1_000 + Double(components.attoseconds) / 1e15
    }

    var text: String { String(format: "%.3f ms", milliseconds) }
}
