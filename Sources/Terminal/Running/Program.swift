/// A screen program: state, what changes it, and what it looks like.
///
/// `ProgramLoop` owns the value, and is the only one to call it. `update` is quick and does no I/O: whatever takes time is
/// returned as an effect, and its result comes back as a message.
public protocol Program: Sendable {
    associatedtype Message: Sendable
    associatedtype Effect: Sendable

    /// What `input` says to this program; nil if nothing.
    static func message(for input: ProgramInput) -> Message?

    /// Takes in a message. The returned effects are started in their order and run at the same time.
    mutating func update(_ message: Message) -> [Effect]

    /// Draws the whole state on a blank canvas.
    func view(on canvas: inout Canvas)

    /// The looks of the keys `view` draws with. Another sheet repaints without anything drawn again.
    var styleSheet: StyleSheet { get }

    /// Time from one tick to the next while the program wants ticks, as for a spinner; nil, the default, for none. Asked
    /// after every update; nothing runs while it is nil.
    var tickInterval: Duration? { get }

    /// Whether the program has ended: the loop returns after the update that makes it true.
    var isFinished: Bool { get }
}

extension Program {
    public var tickInterval: Duration? { nil }
}

/// What reaches a program from outside, beside messages.
public enum ProgramInput: Sendable, Hashable {
    case key(Key)
    /// The size of the screen: once before the first frame, and whenever it changes.
    case resized(Size)
    /// `tickInterval` has passed.
    case tick
}
