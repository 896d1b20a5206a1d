import Dashboard
import Settings
import Terminal
import Verifiers

extension AcceptedNames {
    /// What this program can run and do.
    static let all = AcceptedNames(
        mouseModes: Configuration.MouseMode.allCases,
        actions: Action.allCases.map(\.rawValue),
        isKey: { KeySequence(named: $0) != nil },
        patternProblem: Pattern.problem(with:),
        schemaProblem: JSONSchema.problem(with:))
}
