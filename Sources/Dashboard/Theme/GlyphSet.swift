import EscalationCore
import Terminal

/// The glyph that stands beside the word of a state, so that colour alone never tells.
public struct GlyphSet: Sendable, Hashable {
    private var glyphs: [Role: String]

    init(_ glyphs: [Role: String]) { self.glyphs = glyphs }

    /// One glyph, one column wide; a blank for a role that has none.
    public subscript(role: Role) -> String { glyphs[role] ?? " " }

    /// Used where a theme names none.
    static let unicode: [Role: String] = [
        .tierWarm: "●", .tierLoading: "◐", .tierCold: "○", .tierUnknown: "?", .tierRemote: "☁", .tierDown: "✗",
        .tierActive: "▸", .verdictAccept: "✓", .verdictEscalate: "✗", .verdictError: "!", .verdictPending: "…",
        .warning: "!", .error: "!",
    ]

    /// Used where a theme names none and the terminal shows only ASCII.
    static let ascii: [Role: String] = [
        .tierWarm: "*", .tierLoading: "~", .tierCold: "o", .tierUnknown: "?", .tierRemote: "@", .tierDown: "x",
        .tierActive: ">", .verdictAccept: "+", .verdictEscalate: "x", .verdictError: "!", .verdictPending: ".",
        .warning: "!", .error: "!",
    ]
}

extension Start {
    var role: Role {
        switch self {
        case .warm: .tierWarm
        case .loading: .tierLoading
        case .cold: .tierCold
        case .unknown: .tierUnknown
        case .remote: .tierRemote
        }
    }
}

extension Attempt.Stage {
    var role: Role {
        switch self {
        case .answering, .verifying: .verdictPending
        case .accepted: .verdictAccept
        case .rejected: .verdictEscalate
        case .failed: .verdictError
        }
    }
}
