import EscalationCore

/// How strictly a judge's verdict is asked to be JSON, strictest first.
public enum VerdictForm: Int, Sendable, Hashable, CaseIterable, Comparable {
    /// JSON of the verdict's schema, enforced while it is written.
    case schema
    /// Any JSON object.
    case object
    /// Text; only the prompt asks for JSON.
    case text

    public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}

/// Remembers which form one backend takes, so that it refuses each of the others only once.
///
/// Shared by all judges of a backend; a memory lives as long as the program.
public actor FormatMemory {
    /// The strictest form that the backend has not refused.
    public private(set) var form = VerdictForm.schema

    public init() {}

    /// Notes that the backend doesn't take that form, and so none that is stricter.
    ///
    /// - Returns: the form to ask for instead; nil where there is none left.
    public func refused(_ refused: VerdictForm) -> VerdictForm? {
        guard let next = VerdictForm(rawValue: refused.rawValue + 1) else { return nil }
        form = max(form, next)
        return form
    }
}
