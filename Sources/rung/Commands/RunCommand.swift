import ArgumentParser
import Backends
import EscalationCore
import EscalationEngine
import Foundation
import Journal
import Settings

struct RunCommand: RungCommand {
    static let configuration = CommandConfiguration(
        commandName: "run", abstract: "Run one task; the accepted answer alone goes to standard output.",
        discussion: """
            Progress goes to standard error. A task that begins with '-' follows '--', or comes on standard input.
            A file named as @path in the task is sent along, unless the task comes on standard input or with --verbatim.
            Exit codes: 0 accepted, 1 not accepted, 64 usage, 66 a named file is missing, 69 every server was \
            unreachable, 74 the journal can't be opened or standard output not written, 78 configuration, 129, 130 and 143 after a \
            signal.
            """)

    @Argument(help: "What to do; '-' reads it from standard input.") var task: String?
    @Option(help: "The chain to climb.") var chain: String?
    @Option(help: "The skill whose text goes before the task as system message; rung skills lists them.")
    var skill: String?
    @Option(help: "A text that goes before the task as system message.") var skillPrompt: String?
    @Option(help: "Go on from a recorded session: its task with the feedback it gathered, from the next tier.")
    var resume: String?
    @Option(help: "With --resume: the tier to begin with, from 1.") var fromTier: Int?
    @Flag(help: "Send the task as it is: no file is read for an @path in it.") var verbatim = false
    @Flag(help: "Every event as one JSON object a line on standard output.") var json = false
    @Flag(help: "No progress on standard error.") var quiet = false
    @Option(help: "Where to record the session.") var journal: String?
    @Flag(help: "Record nothing.") var noJournal = false
    @OptionGroup var options: ConfigurationOptions

    func validate() throws {
        if journal != nil, noJournal {
            throw ValidationError("--journal and --no-journal exclude each other.")
        }
        if skill != nil, skillPrompt != nil {
            throw ValidationError("--skill and --skill-prompt exclude each other.")
        }
        if resume != nil, task != nil || skill != nil || skillPrompt != nil {
            throw ValidationError("--resume takes task and skill from the session: leave them out.")
        }
        if let fromTier {
            guard resume != nil else { throw ValidationError("--from-tier needs --resume.") }
            guard fromTier >= 1 else { throw ValidationError("--from-tier is 1 or more.") }
        }
    }

    func run() async throws {
        let configuration = try options.load()
        let choice = noJournal ? .off : try JournalChoice(file: journal, configuration: configuration)
        let plan = try await plan(configuration)
        try configuration.checkNobodyIsAsked(by: plan.chain)
        let logger = ProgramLog.logger()
        let printer: any EventPrinter =
            if json { JSONEventPrinter() } else if quiet { SilentEventPrinter() } else { ProgressPrinter() }

        let (session, signal) = try await withCancellingSignals {
            try await BackendClients.open(logger: logger) { clients in
                let workshop = try Workshop(configuration, clients: clients, variants: [plan.chain])
                let orchestrator = try workshop.orchestrator(for: plan.chain)
                return try await withRecording(choice, logger: logger) { record in
                    try await orchestrator.run(plan.task, on: plan.chain.chain) { event in
                        await record(event)
                        await printer.print(event)
                    }
                }
            }
        }
        if let answer = session.acceptedAnswer, !json {
            StandardStream.output.writeForeign(answer)
            if StandardStream.output.isTerminal, !answer.hasSuffix("\n") { StandardStream.output.write("\n") }
        }
        do {
            try StandardStream.output.checkDelivered()
        } catch var failure as CommandFailure {
            if case .file = choice, !failure.message.isEmpty {
                failure.message += " It is recorded: rung show \(session.id.rawValue.prefix(8))."
            }
            throw failure
        }
        if let status = ExitStatus(of: session, signal: signal) {
            throw CommandFailure(status, quiet && !json ? session.finish?.error ?? "" : "")
        }
    }
}

extension RunCommand {
    private func plan(_ configuration: Configuration) async throws -> RunPlan {
        if let resume {
            return try await RunPlan(
                from: resume, chain: chain, tier: fromTier, configuration, skills: options.skills(),
                reading: try JournalChoice(file: journal, configuration: configuration))
        }
        let skillFile = try skill.map { try options.skills().skill(named: $0) }
        let chain = try configuration.chain(for: skillFile, named: chain, accepting: .all, home: Home.folder)
        let task = TaskSpec(
            try TaskInput.read(task, namesFiles: !verbatim), skillPrompt: skillFile?.prompt ?? skillPrompt ?? "",
            skillName: skill)
        return RunPlan(task: task, chain: chain)
    }
}

extension Configuration {
    /// - Throws: where a person judges the chain's answers.
    fileprivate func checkNobodyIsAsked(by chain: ChainSettings) throws(ConfigurationError) {
        for case .human(let place) in chain.usedVerifiers {
            throw error(
                about: place, "the chain '\(chain.name)' asks a person, and 'rung run' has no screen to ask on",
                remedy: "Give the task to the dashboard (rung), or name a chain without kind: human.")
        }
    }
}

extension ExitStatus {
    /// - Returns: nil for an accepted session, also where a signal came too late to stop it.
    init?(of session: SessionState, signal: Int32?) {
        switch session.outcome {
        case .accepted: return nil
        case .cancelled:
            if let signal { self = .signal(signal) } else { self = .notAccepted }
        case .exhausted:
            let reasons = session.attempts.map(\.failure?.kind)
            self = !reasons.isEmpty && reasons.allSatisfy { $0 == .unreachable } ? .unreachable : .notAccepted
        case .timedOut, .overBudget, .stopped, nil: self = .notAccepted
        }
    }
}
