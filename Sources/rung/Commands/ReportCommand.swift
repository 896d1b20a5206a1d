import ArgumentParser
import EscalationCore
import Journal

struct ReportCommand: RungCommand {
    static let configuration = CommandConfiguration(
        commandName: "report", abstract: "Show how far verifiers can be trusted, and what they cost.",
        discussion: """
            'with people' is how many of the answers that a person judged as well were judged alike. 'bettered' is how many
            of the rejected answers were followed by one that was accepted, in the same session.
            """)

    @Flag(help: "One JSON object.") var json = false
    @OptionGroup var scope: ScopeOptions
    @OptionGroup var options: JournalOptions

    func run() async throws {
        let card =
            try await options.readerIfPresent()?.reportCard(try scope.scope()) ?? ReportCard(verifiers: [], tiers: [])
        if json {
            StandardStream.output.writeLine(
                JSONValue.object([
                    "verifiers": .array(card.verifiers.map { $0.json(named: "verifier") }),
                    "tiers": .array(card.tiers.map { $0.json(named: "model") }),
                ]).text)
        } else if card.verifiers.isEmpty {
            StandardStream.error.writeLine("No verifier has judged an answer. " + scope.nothing)
        } else {
            StandardStream.output.write(card.tables.map(\.text).joined(separator: "\n"))
        }
    }
}

extension ReportCard.Line {
    fileprivate func json(named name: String) -> JSONValue {
        .object([
            .init(name, .string(self.name)), .init("judged", .int(judged)), .init("accepted", .int(accepted)),
            .init("rejected", .int(rejected)), .init("errors", .int(errors)),
            .init("accept_rate", acceptRate.map { .double($0) } ?? .null), .init("bettered", .int(bettered)),
            .init("judged_by_people", .int(judgedByPeople)), .init("agreed_with_people", .int(agreedWithPeople)),
            .init("duration_ms", .int(time.milliseconds)), .init("tokens", .int(tokens)),
            .init("cost", cost.map { .double($0) } ?? .null),
        ])
    }
}
