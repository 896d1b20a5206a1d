/// The time after a Ctrl-C in which a second one quits.
enum QuitWindow: Sendable, Hashable {
    static let length: Duration = .seconds(2)

    /// It begins with the next word of what time it is: while nothing runs the last one may be minutes old.
    case opening
    /// On the session's clock.
    case until(Duration)
}
