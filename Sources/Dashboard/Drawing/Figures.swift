import EscalationCore

/// Numbers as the screen shows them: short, and never more exact than they are worth.
enum Figures {
    /// A finished stretch of time: `0.4s`, `33.0s`, `2:05`, `1:02:05`.
    static func took(_ duration: Duration) -> String {
        let tenths = max(0, duration.milliseconds) / 100
        return tenths < 1_000 ? "\(tenths / 10).\(tenths % 10)s" : clock(duration)
    }

    /// A stretch of time still running, in whole seconds so that it changes once a second: `12s`, `2:05`.
    static func running(_ duration: Duration) -> String {
        let seconds = max(0, duration.milliseconds) / 1_000
        return seconds < 100 ? "\(seconds)s" : clock(duration)
    }

    /// Minutes and seconds, and hours from one on: `0:41`, `1:02:05`.
    static func clock(_ duration: Duration) -> String {
        let seconds = max(0, duration.milliseconds) / 1_000
        let (hours, minutes) = (seconds / 3_600, seconds / 60 % 60)
        return hours > 0
            ? "\(hours):\(padded(minutes)):\(padded(seconds % 60))" : "\(minutes):\(padded(seconds % 60))"
    }

    /// What a clock on the wall shows so long after any midnight: `12:04`.
    static func timeOfDay(_ duration: Duration) -> String {
        let minutes = duration.milliseconds / 60_000 % 1_440
        return "\(padded(minutes / 60)):\(padded(minutes % 60))"
    }

    /// A count with a suffix from a thousand on: `412`, `1.8k`, `24k`, `1.2M`.
    static func count(_ count: Int) -> String {
        switch count {
        case ..<1_000: "\(count)"
        case ..<10_000: "\(count / 1_000).\(count % 1_000 / 100)k"
        case ..<1_000_000: "\(count / 1_000)k"
        default: "\(count / 1_000_000).\(count % 1_000_000 / 100_000)M"
        }
    }

    /// Tokens a second: `137/s`, and `3.2/s` under ten.
    static func speed(_ tokensPerSecond: Double) -> String {
        guard tokensPerSecond.isFinite, tokensPerSecond >= 0, tokensPerSecond < 1e6 else { return "?/s" }
        let tenths = Int((tokensPerSecond * 10).rounded())
        return tenths < 100 ? "\(tenths / 10).\(tenths % 10)/s" : "\((tenths + 5) / 10)/s"
    }

    /// A latency to the next step of 1, 2, 5, 10, …, so that a probe's jitter does not repaint the screen.
    static func latency(_ duration: Duration) -> String {
        let steps = [1, 2, 3, 5, 10, 20, 30, 50, 100, 200, 300, 500]
        let milliseconds = duration.milliseconds
        if let step = steps.first(where: { milliseconds <= $0 }) { return "\(step) ms" }
        return "\((milliseconds + 999) / 1_000) s"
    }

    /// `1st`, `2nd`, `3rd`, `4th`, … `11th`, … `21st`.
    static func ordinal(_ number: Int) -> String {
        let suffix =
            switch (number % 10, number % 100) {
            case (_, 11...13): "th"
            case (1, _): "st"
            case (2, _): "nd"
            case (3, _): "rd"
            default: "th"
            }
        return "\(number)\(suffix)"
    }

    /// `1 line`, `2 lines`.
    static func plural(_ count: Int, _ noun: String) -> String {
        "\(count) \(noun)\(count == 1 ? "" : "s")"
    }

    private static func padded(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
