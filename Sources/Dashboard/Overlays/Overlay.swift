import EscalationCore
import Terminal

/// What lies over the panes while it is open: a list, a text, a question.
///
/// One type does all of it in one file: it says where its keys are bound, what they do, what it looks like and what the
/// last line offers. Open it by putting it into `DashboardProgram.overlay`; there it gets every key until it answers `close`
/// or `open`. What holds over every overlay (back, help, quit, redraw, …) is in `DashboardProgram+Overlays`.
protocol Overlay: Sendable {
    /// Where keys of its own are bound; nil where only those that hold everywhere mean something.
    var context: KeyBindings.Context? { get }

    /// Whether it takes the place of the panes; otherwise it is drawn over them.
    var coversPanes: Bool { get }

    /// Whether it is the list of sessions, or that comes back when it closes: the journal is looked into that long.
    var isListing: Bool { get }

    /// Whether what is typed goes into it: `type` then gets every key, and no binding is looked up.
    var isTyping: Bool { get }

    /// A key while it is typed into.
    mutating func type(_ key: Key, in program: inout DashboardProgram) -> OverlayReply

    /// What an action does here. Moves come by `move(by:in:)` instead.
    mutating func perform(_ action: Action, in program: inout DashboardProgram) -> OverlayReply

    /// Moves the selection, or scrolls; positive is down. `distance` may be further than anything is long.
    mutating func move(by distance: Int, in program: DashboardProgram)

    /// After a move: what it changes around it, and what is to be done, as where a list goes on below what is known of it.
    mutating func moved(in program: inout DashboardProgram) -> [DashboardProgram.Effect]

    /// A message that is no key, after the dashboard has taken it in.
    mutating func hear(_ message: DashboardProgram.Message, in program: DashboardProgram)

    /// What the last line offers, the most useful first: only what would do something now.
    func hints(in program: DashboardProgram) -> [DashboardProgram.Hint]

    /// What must be answered, and with which keys, in pieces that stay whole: it takes the place of the hints and of any
    /// notice. Nil where nothing is asked.
    func question(in program: DashboardProgram) -> [StyledLine]?

    /// - Parameter rect: everything between the status line and the composer; it may be empty.
    func draw(on canvas: inout Canvas, in rect: Rect, _ program: DashboardProgram)
}

extension Overlay {
    var context: KeyBindings.Context? { nil }
    var coversPanes: Bool { false }
    var isListing: Bool { false }
    var isTyping: Bool { false }

    mutating func type(_ key: Key, in program: inout DashboardProgram) -> OverlayReply { .pass }
    mutating func perform(_ action: Action, in program: inout DashboardProgram) -> OverlayReply { .pass }
    mutating func move(by distance: Int, in program: DashboardProgram) {}
    mutating func moved(in program: inout DashboardProgram) -> [DashboardProgram.Effect] { [] }
    mutating func hear(_ message: DashboardProgram.Message, in program: DashboardProgram) {}
    func hints(in program: DashboardProgram) -> [DashboardProgram.Hint] { [(.back, "back")] }
    func question(in program: DashboardProgram) -> [StyledLine]? { nil }
}

/// What becomes of an overlay after a key, and what is to be done.
enum OverlayReply {
    case stay([DashboardProgram.Effect] = [])
    case close([DashboardProgram.Effect] = [])
    /// Another one takes its place.
    case open(any Overlay, [DashboardProgram.Effect] = [])
    /// It has itself put into `overlay` what comes next, or nothing.
    case replaced([DashboardProgram.Effect] = [])
    /// The action is none of its own: what it does over every overlay happens.
    case pass
}
