import EscalationCore
import Terminal

/// A command that takes an argument behind its name in the palette, such as `theme dusk`.
///
/// A new one is a constant in a file of its own and a place in `all`.
struct PaletteCommand: Sendable {
    /// One word.
    var name: String
    /// What it does, in a few words.
    var help: String
    /// What the argument may be.
    var arguments: @Sendable (DashboardProgram) -> [Argument]
    /// Whether any other text will do as well.
    var takesAnyText = false
    /// Does it. Called only with one of `arguments`, unless it takes any text.
    var run: @Sendable (_ argument: String, _ program: inout DashboardProgram) -> [DashboardProgram.Effect]

    struct Argument: Sendable {
        var text: String
        /// Shown behind it.
        var note = ""
        /// Whether it is what holds now.
        var isCurrent = false
    }

    static let all: [PaletteCommand] = [.chain, .theme]
}
