/// Something done with the mouse, on a cell of the screen.
public struct Pointer: Sendable, Hashable {
    public var event: Event
    /// Column and row of the cell, from 0.
    public var x: Int
    public var y: Int

    public enum Event: Sendable, Hashable {
        /// The left button went down.
        case press
        case wheelUp, wheelDown
    }

    public init(_ event: Event, x: Int, y: Int) {
        self.event = event
        self.x = x
        self.y = y
    }
}

extension Pointer: CustomStringConvertible {
    public var description: String {
        switch event {
        case .press: "Click"
        case .wheelUp: "Wheel-Up"
        case .wheelDown: "Wheel-Down"
        }
    }
}
