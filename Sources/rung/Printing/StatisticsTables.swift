import EscalationCore
import Journal
import Terminal

extension Statistics {
    /// For people; empty where nothing was counted.
    var tables: [TextTable] {
        guard sessions > 0 else { return [] }
        var outcomes = TextTable(
            "Tiers, in \(ProgressLine.counted(sessions, "session")) of which \(accepted) ended accepted",
            ["tier", "attempts", "accepted", "escalated", "failed", "tokens", "cost"])
        var times = TextTable(
            "Times, median / 95 of 100", ["tier", "load", "first token", "generation", "verification"])
        for tier in tiers {
            // Most are local, and that needs no word.
            let label = tier.label == .local ? "" : " (\(tier.label.rawValue))"
            let name = VisibleText.escape(tier.model) + label
            outcomes.add([
                name, "\(tier.attempts)", Self.share(tier.acceptRate), "\(tier.escalated)", "\(tier.failed)",
                "\(tier.answerTokens)", Self.dollars(tier.cost),
            ])
            times.add([name] + [tier.load, tier.firstToken, tier.generation, tier.verification].map(\.words))
        }
        var days = TextTable("Days", ["day", "sessions", "accepted", "attempts", "tokens", "loading", "cost"])
        for day in self.days {
            days.add([
                day.day, "\(day.sessions)", "\(day.accepted)", "\(day.attempts)", "\(day.answerTokens)",
                ProgressLine.seconds(day.loading), Self.dollars(day.cost),
            ])
        }
        return [outcomes, times, days]
    }

    /// `-` where nothing is known.
    static func share(_ rate: Double?) -> String { rate.map { "\(Int(($0 * 100).rounded())) %" } ?? "-" }

    /// `-` where nothing is known.
    static func dollars(_ amount: Double?) -> String {
        guard let amount else { return "-" }
        let parts = Int((amount * 10_000).rounded())
        let digits = String(parts % 10_000)
        return "$\(parts / 10_000)." + String(repeating: "0", count: 4 - digits.count) + digits
    }
}

extension Spread {
    fileprivate var words: String {
        count == 0 ? "-" : "\(ProgressLine.seconds(median)) / \(ProgressLine.seconds(p95))"
    }
}

extension ReportCard {
    /// For people; empty where no verifier was asked.
    var tables: [TextTable] {
        verifiers.isEmpty
            ? [] : [Self.table("Verifiers", "verifier", verifiers), Self.table("Verified tiers", "tier", tiers)]
    }

    private static func table(_ title: String, _ what: String, _ lines: [Line]) -> TextTable {
        var table = TextTable(
            title,
            [what, "judged", "accepted", "errors", "bettered", "with people", "time", "tokens", "cost"])
        for line in lines {
            table.add([
                VisibleText.escape(line.name), "\(line.judged)", Statistics.share(line.acceptRate), "\(line.errors)",
                line.rejected == 0 ? "-" : "\(line.bettered) of \(line.rejected)",
                line.judgedByPeople == 0 ? "-" : "\(line.agreedWithPeople) of \(line.judgedByPeople)",
                ProgressLine.seconds(line.time), "\(line.tokens)", Statistics.dollars(line.cost),
            ])
        }
        return table
    }
}
