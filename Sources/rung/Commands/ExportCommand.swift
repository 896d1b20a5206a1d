import ArgumentParser
import Dashboard
import EscalationCore
import Foundation
import Journal
import Terminal

struct ExportCommand: RungCommand {
    static let configuration = CommandConfiguration(
        commandName: "export", abstract: "Write a recorded session for other programs, or for people.",
        discussion: """
            jsonl: every event as one JSON object a line, nothing left out, what a person said after the end in the last \
            one; 'rung import' reads it.
            markdown: a report of the task, the attempts with their verdicts, the times and the cost.
            otlp: a trace for OpenTelemetry's collectors, without prompts and answers.
            asciicast: a recording of the dashboard for asciinema.
            """)

    enum Format: String, ExpressibleByArgument, CaseIterable { case jsonl, markdown, otlp, asciicast }

    @Argument(help: "The first digits of its id, four or more, or 'last'.") var id: String
    @Option(help: "jsonl, markdown, otlp or asciicast.") var format: Format
    @Option(name: .shortAndLong, help: "The file to write; it must not exist. Standard output without it.")
    var output: String?
    @Option(help: "asciicast: version 2 of the format, or 3.") var castVersion = 2
    @Option(help: "asciicast: columns and rows of the screen.") var size = "120x40"
    @Option(help: "asciicast: longest rest in seconds; 0 for as long as it was.") var idle = 2.0
    @OptionGroup var look: LookOptions
    @OptionGroup var options: JournalOptions

    func validate() throws {
        guard Asciicast.Version(rawValue: castVersion) != nil else {
            throw ValidationError("--cast-version is 2 or 3.")
        }
        guard Self.screenSize(size) != nil else {
            throw ValidationError("--size is columns and rows such as 120x40, from 20x5 to 500x200.")
        }
        guard idle >= 0, idle <= 86_400 else { throw ValidationError("--idle goes from 0 to 86400 seconds.") }
    }

    func run() async throws {
        let reader = try options.reader()
        let session = try await reader.session(named: id)
        let events = reader.eventChunks(of: session.id)
        try await ExportTarget(output).withWriter { write in
            switch format {
            case .jsonl: try await reader.writeLines(of: session.id) { try write($0 + "\n") }
            case .markdown:
                var state = SessionState(id: session.id)
                for try await chunk in events { for event in chunk { state.apply(event) } }
                let annotations = try await reader.annotations(of: session.id)
                try write(MarkdownReport(state, annotations: annotations).text)
            case .otlp:
                var report = SpanReport(of: session.id)
                for try await chunk in events { for event in chunk { report.take(event) } }
                for annotation in try await reader.annotations(of: session.id) { report.take(annotation) }
                try write(report.json.text + "\n")
            case .asciicast:
                let remarks = try await reader.annotations(of: session.id).latest
                try await cast(of: session).write(events, remarks: remarks) { try write($0 + "\n") }
            }
        }
    }

    private func cast(of session: Session) throws -> Asciicast {
        var setup = try look.setup(for: try options.configuration.loadIfPresent())
        setup.isSimulated = session.isSimulated
        setup.chains = []
        setup.colorDepth = .indexed256
        return Asciicast(
            version: Asciicast.Version(rawValue: castVersion) ?? .two,
            size: Self.screenSize(size) ?? Size(width: 120, height: 40),
            idleCap: idle > 0 ? .milliseconds(Int(idle * 1_000)) : nil, setup: setup)
    }

    /// - Returns: nil for what is no size, or one that nobody has.
    private static func screenSize(_ text: String) -> Size? {
        let numbers = text.lowercased().split(separator: "x", omittingEmptySubsequences: false).map { Int($0) }
        guard numbers.count == 2, let width = numbers[0], let height = numbers[1],
            (20...500).contains(width), (5...200).contains(height)
        else { return nil }
        return Size(width: width, height: height)
    }
}
