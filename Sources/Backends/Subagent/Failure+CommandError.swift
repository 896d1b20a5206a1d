import EscalationCore
import Subprocesses

extension Failure {
    /// What it means for an attempt that its command could not be run.
    init(_ error: CommandError) {
        let kind: Kind =
            switch error.code {
            case .empty, .notFound, .noDirectory: .unreachable
            case .notStarted: .other
            case .outputTooLong: .malformed
            }
        self.init(kind, error.description)
    }
}
