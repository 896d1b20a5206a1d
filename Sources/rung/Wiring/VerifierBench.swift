import EscalationCore
import EscalationEngine
import Settings
import Verifiers

/// Makes verifiers as the configuration describes them. Judges of a backend share what they learn of its formats.
struct VerifierBench {
    private let backends: [String: Backend]
    private let limits: Limits
    private let clock: any Clock<Duration>
    private let stopwatch: Stopwatch
    private var memories: [String: FormatMemory] = [:]

    /// - Parameter backends: by name, at least those that the verifiers run on.
    init(backends: [String: Backend], limits: Limits, clock: any Clock<Duration>, stopwatch: Stopwatch) {
        self.backends = backends
        self.limits = limits
        self.clock = clock
        self.stopwatch = stopwatch
    }

    /// - Returns: the verifiers in the order given.
    mutating func verifiers(_ settings: [VerifierSettings]) throws -> [any Verifier] {
        try settings.map { try verifier($0) }
    }

    private mutating func verifier(_ settings: VerifierSettings) throws -> any Verifier {
        switch settings {
        case .pattern(let pattern):
            return PatternVerifier(
                wanted: try pattern.wanted.map { try Pattern($0) },
                unwanted: try pattern.unwanted.map { try Pattern($0) }, feedback: pattern.feedback)
        case .judge(let judge): return try self.judge(judge)
        }
    }

    private mutating func judge(_ judge: JudgeSettings) throws -> JudgeVerifier {
        guard let backend = backends[judge.backend] else {
            throw EquipmentError.noBackend(name: judge.backend, model: judge.model.value)
        }
        let memory = memories[judge.backend] ?? FormatMemory()
        memories[judge.backend] = memory
        return JudgeVerifier(
            model: judge.model.value, executor: backend.limited(by: limits, clock: clock, stopwatch: stopwatch),
            parameters: judge.parameters, rubric: judge.rubric, formats: memory)
    }
}

extension VerifierSettings {
    /// Names of the backends it runs on.
    var backends: [String] {
        switch self {
        case .pattern: []
        case .judge(let judge): [judge.backend]
        }
    }
}
