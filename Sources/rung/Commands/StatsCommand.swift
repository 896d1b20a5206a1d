import ArgumentParser
import EscalationCore
import Journal

struct StatsCommand: RungCommand {
    static let configuration = CommandConfiguration(
        commandName: "stats", abstract: "Show how tiers did: accept rates, times, tokens, cost, by day.")

    @Flag(help: "One JSON object.") var json = false
    @OptionGroup var scope: ScopeOptions
    @OptionGroup var options: JournalOptions

    func run() async throws {
        let statistics = try await options.readerIfPresent()?.statistics(try scope.scope()) ?? Statistics()
        if json {
            StandardStream.output.writeLine(statistics.json.text)
        } else if statistics.sessions == 0 {
            StandardStream.error.writeLine(scope.nothing)
        } else {
            StandardStream.output.write(statistics.tables.map(\.text).joined(separator: "\n"))
        }
    }
}

extension Statistics {
    fileprivate var json: JSONValue {
        .object([
            "sessions": .int(sessions), "accepted": .int(accepted), "tiers": .array(tiers.map(\.json)),
            "days": .array(days.map(\.json)),
        ])
    }
}

extension Spread {
    fileprivate var json: JSONValue {
        .object([
            "count": .int(count), "total_ms": .int(total.milliseconds), "p50_ms": .int(median.milliseconds),
            "p95_ms": .int(p95.milliseconds),
        ])
    }
}

extension TierFigures {
    fileprivate var json: JSONValue {
        .object([
            "model": .string(model), "tier": .string(label.rawValue), "attempts": .int(attempts),
            "accepted": .int(accepted), "escalated": .int(escalated), "failed": .int(failed),
            "accept_rate": acceptRate.map { .double($0) }, "load": load.json, "first_token": firstToken.json,
            "generation": generation.json, "verification": verification.json, "prompt_tokens": .int(promptTokens),
            "answer_tokens": .int(answerTokens), "cost": cost.map { .double($0) },
        ])
    }
}

extension DayFigures {
    fileprivate var json: JSONValue {
        .object([
            "day": .string(day), "sessions": .int(sessions), "accepted": .int(accepted), "attempts": .int(attempts),
            "answer_tokens": .int(answerTokens), "loading_ms": .int(loading.milliseconds),
            "cost": cost.map { .double($0) },
        ])
    }
}
