import Foundation
import RungTestSupport

/// What the dashboard costs while an answer streams in: 1,500 words at 100 a second, and a megabyte as fast as it comes, on a
/// bare terminal and inside tmux.
enum StreamFigures {
    private static let words = 1_500
    private static let rate = 100.0
    /// A paragraph's full stop and the letter that its break pushes out of the next word's token come on top.
    private static let tokens = words + 2 * (words / 12)

    static func print() async throws {
        for place in DashboardRun.Place.available {
            try await printWords(place)
            try await printLong(place)
        }
    }

    // MARK: Words at reading speed

    private static func printWords(_ place: DashboardRun.Place) async throws {
        let name = place.rawValue
        let answer = (1...words).map { number in word(number) + (number % 12 == 0 ? ".\n\n" : " ") }.joined()
        let quiet = try await stream(answer, tokensPerSecond: rate, place) { run in
            try await measure(run.terminal, try run.process, end: word(words))
        }
        report("streaming \(name), share of a core", percent(quiet.load), bar: "2 %")
        report(
            "streaming \(name), bytes a word", String(format: "%.0f", Double(quiet.bytes) / Double(words)), bar: "60")
        report("streaming \(name), frames a second", String(format: "%.1f", quiet.bursts))
        report("streaming \(name), lag at the end", quiet.lag.text)
        let echo = try await stream(answer, tokensPerSecond: rate, place) { try await echoes($0.terminal) }
        report("streaming \(name), key echo p50", echo.median.text)
        report("streaming \(name), key echo p95", echo.percentile(0.95).text, bar: "5 ms")
    }

    /// A word of five letters that no other is like: the simulated server writes each as one token.
    private static func word(_ number: Int) -> String {
        let letters = Array("abcdefghijklmnopqrstuvwxyz")
        var (rest, word) = (number, "")
        for _ in 0..<5 {
            word.append(letters[rest % letters.count])
            rest /= letters.count
        }
        return word
    }

    private struct Cost {
        var load: Double
        var bytes: Int
        var bursts: Double
        var lag: Duration
    }

    /// From the first word to the last.
    private static func measure(_ terminal: PseudoTerminal, _ process: Int32, end: String) async throws -> Cost {
        try await terminal.waitUntil { $0.contains(word(5)) }
        let started = ContinuousClock.now
        let before = (try ProcessTime.seconds(of: process), await terminal.output.count)
        var bursts = 0
        var last = started
        // The screen is looked at once nothing more comes, for parsing it costs the time of the program that is measured.
        while true {
            let count = await terminal.output.count
            try await terminal.waitForOutput(.milliseconds(500))
            try await terminal.waitForSilence(.milliseconds(3))
            if await terminal.output.count > count {
                bursts += 1
                last = ContinuousClock.now
            } else if await terminal.screen.contains(end) {
                break
            }
            guard ContinuousClock.now - started < .seconds(60) else { throw StreamFiguresError.neverEnded }
        }
        let took = last - started
        let after = (try ProcessTime.seconds(of: process), await terminal.output.count)
        let ideal = Duration.seconds(Double(tokens - 5) / rate)
        return Cost(
            load: (after.0 - before.0) / (took.milliseconds / 1_000), bytes: after.1 - before.1,
            bursts: Double(bursts) / (took.milliseconds / 1_000), lag: max(.zero, took - ideal))
    }

    /// Keys typed at odd moments while the answer streams, each timed until its letter stands before the caret.
    private static func echoes(_ terminal: PseudoTerminal) async throws -> Sample {
        try await terminal.waitUntil { $0.contains(word(5)) }
        await terminal.send("i")
        // Behind the composer's prompt; before that the caret may stand wherever the frame was drawn last.
        var column = 2
        try await terminal.waitForCursor { [column] in $0?.x == column }
        var sample = Sample()
        for number in 0..<60 {
            try await Task.sleep(for: .milliseconds(60 + number * 37 % 90))
            let started = ContinuousClock.now
            await terminal.send("x")
            let wanted = column + 1
            try await terminal.waitForCursor { $0?.x == wanted }
            sample.add(ContinuousClock.now - started)
            column = wanted
        }
        return sample
    }

    // MARK: A megabyte at once

    private static func printLong(_ place: DashboardRun.Place) async throws {
        let line = "All work and no play makes an answer that is longer than anybody reads.\n\n"
        let answer = String(repeating: line, count: (1 << 20) / line.utf8.count) + "THE END"
        let cost = try await stream(answer, tokensPerSecond: 100_000, place) { run in
            let process = try run.process
            let before = try ProcessTime.seconds(of: process)
            let started = ContinuousClock.now
            try await run.terminal.waitUntil(timeout: .seconds(120)) { $0.contains("THE END") }
            let took = ContinuousClock.now - started
            return (took, try ProcessTime.seconds(of: process) - before, try ProcessTime.memory(of: process))
        }
        report("1 MB \(place.rawValue), until its end is shown", cost.0.text)
        report("1 MB \(place.rawValue), processor time", String(format: "%.2f s", cost.1))
        report("1 MB \(place.rawValue), memory", "\(cost.2 >> 20) MiB", bar: "60 MiB")
    }

    // MARK: A run

    /// Sends a task to a model that answers with `answer`, and gives the body the dashboard.
    private static func stream<Value: Sendable>(
        _ answer: String, tokensPerSecond: Double, _ place: DashboardRun.Place,
        _ body: @Sendable (DashboardRun) async throws -> Value
    ) async throws -> Value {
        let text = answer.split(separator: "\n", omittingEmptySubsequences: false).map { "      \($0)" }
            .joined(separator: "\n")
        let scenario = """
            models:
              - { id: m, group: gpu, ready: true, tokens_per_second: \(tokensPerSecond) }
            script:
              - task: stream
                answer: |
            \(text)

            """
        return try await SimulatedServer.serving(scenario: scenario) { url in
            let configuration = """
                backends: { simulator: { kind: openai, url: "\(url)" } }
                chains: { default: { tiers: [m], verify: none } }
                """
            return try await DashboardRun.in(place, configuration: configuration) { run in
                try await run.terminal.waitUntil { $0.contains("READY") }
                await run.terminal.send("istream")
                try await run.terminal.waitUntil { $0.contains("> stream") }
                await run.terminal.send("\r")
                return try await body(run)
            }
        }
    }

    private static func percent(_ share: Double) -> String { String(format: "%.2f %%", share * 100) }
}

enum StreamFiguresError: Error {
    /// The last word was not on the screen a minute after the first.
    case neverEnded
}
