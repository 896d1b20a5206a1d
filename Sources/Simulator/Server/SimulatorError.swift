/// Why the simulator can't serve.
public struct SimulatorError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The port it was to listen on.
    public var port: Int
    /// The system's own words, such as `address already in use`.
    public var reason: String

    public var description: String {
        "Can't listen on 127.0.0.1:\(port) (\(reason)). Choose another port, or 0 for any that is free."
    }
}
