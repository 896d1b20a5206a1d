import EscalationCore
import EscalationEngine
import Foundation
import Settings
import Verifiers

/// Makes verifiers as the configuration describes them. Judges of a backend share what they learn of its formats.
struct VerifierBench {
    private let configuration: Configuration
    private let backends: [String: Backend]
    private let clock: any Clock<Duration>
    private let stopwatch: Stopwatch
    private let desk: PersonDesk
    /// By the backend's name.
    private let memories: [String: FormatMemory]

    /// - Parameters:
    ///   - backends: by name, at least those that the verifiers run on.
    ///   - desk: where persons are asked.
    init(
        _ configuration: Configuration, backends: [String: Backend], desk: PersonDesk, clock: any Clock<Duration>,
        stopwatch: Stopwatch
    ) {
        self.configuration = configuration
        self.backends = backends
        self.desk = desk
        memories = backends.mapValues { _ in FormatMemory() }
        self.clock = clock
        self.stopwatch = stopwatch
    }

    /// - Returns: what judges each tier of a chain, in the order of its tiers; nothing where answers are taken as they come.
    /// - Throws: `ConfigurationError` where a schema's file can't be used.
    func verifiers(of chain: ChainSettings) throws -> [[any Verifier]] {
        try chain.chain.tiers.indices.map { index in
            guard chain.chain.tiers[index].isVerified else { return [] }
            return try verifiers(chain.verifiers(ofTier: index + 1), limits: chain.chain.limits)
        }
    }

    /// - Parameter limits: of a judge's requests.
    /// - Returns: the verifiers in the order given.
    private func verifiers(_ settings: [VerifierSettings], limits: Limits) throws -> [any Verifier] {
        try settings.map { try verifier($0, limits) }
    }

    private func verifier(_ settings: VerifierSettings, _ limits: Limits) throws -> any Verifier {
        switch settings {
        case .pattern(let pattern):
            return PatternVerifier(
                wanted: try pattern.wanted.map { try Pattern($0) },
                unwanted: try pattern.unwanted.map { try Pattern($0) }, feedback: pattern.feedback)
        case .json(let json):
            return JSONVerifier(schema: try json.schema.map(schema), allowsFence: json.allowsFence)
        case .command(let command): return self.command(command)
        case .judge(let judge): return try self.judge(judge, limits)
        case .vote(let vote):
            let voters = try verifiers(vote.voters, limits: limits)
            return VoteVerifier((0..<vote.times).flatMap { _ in voters })
        case .human:
            return HumanVerifier { [desk] attempt, session in try await desk.verdict(on: attempt, of: session) }
        }
    }

    private func schema(_ schema: JSONSettings.Schema) throws -> JSONSchema {
        switch schema {
        case .inline(let value): return try JSONSchema(value)
        case .file(let path):
            guard let data = FileManager.default.contents(atPath: path.value) else {
                throw configuration.error(
                    about: path, "the schema '\(path.value)' can't be read", remedy: "Check the path.")
            }
            do {
                return try JSONSchema(JSONValue(parsing: data))
            } catch {
                throw configuration.error(about: path, "the schema '\(path.value)' can't be used: \(error)")
            }
        }
    }

    private func command(_ settings: CommandSettings) -> CommandVerifier {
        var command = settings.command
        // It may start in another folder than ours.
        if command[0].contains("/") { command[0] = URL(filePath: command[0]).path }
        return CommandVerifier(
            command: command,
            extraction: settings.extraction.map { CodeExtraction(languages: $0.languages, file: $0.file) },
            workingDirectory: settings.directory, timeout: settings.timeout ?? CommandVerifier.usualTimeout,
            clock: clock)
    }

    private func judge(_ judge: JudgeSettings, _ limits: Limits) throws -> JudgeVerifier {
        guard let backend = backends[judge.backend] else {
            throw EquipmentError.noBackend(name: judge.backend, model: judge.model.value)
        }
        return JudgeVerifier(
            model: judge.model.value,
            executor: backend.limited(by: limits, clock: clock, stopwatch: stopwatch),
            parameters: judge.parameters, rubric: judge.rubric, formats: memories[judge.backend] ?? FormatMemory())
    }
}

extension VerifierSettings {
    /// Names of the backends it runs on.
    var backends: [String] {
        switch self {
        case .pattern, .json, .command, .human: []
        case .judge(let judge): [judge.backend]
        case .vote(let vote): vote.voters.flatMap(\.backends)
        }
    }
}
