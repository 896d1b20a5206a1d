import ArgumentParser
import EscalationCore
import Journal
import Terminal

struct ShowCommand: RungCommand {
    static let configuration = CommandConfiguration(commandName: "show", abstract: "Show one recorded session.")

    @Argument(help: "The first digits of its id, four or more, or 'last'.") var id: String
    @Flag(help: "Its events as 'rung run --json' printed them, and what was said after its end.") var json = false
    @OptionGroup var options: JournalOptions

    func run() async throws {
        let reader = try options.reader()
        let session = try await reader.session(named: id)
        var state = SessionState(id: session.id)
        if json {
            return try await reader.writeLines(of: session.id) { event in
                state.apply(event)
                return state.finishedLine(for: event)
            } to: {
                StandardStream.output.writeLine($0)
            }
        }
        for try await events in reader.eventChunks(of: session.id) {
            for event in events { state.apply(event) }
        }
        StandardStream.output.write(
            Transcript(session, state, remarks: try await reader.annotations(of: session.id).latest).text)
    }
}
