/// What a server is asked to do with one of its models.
public struct SteeredModel: Sendable, Hashable {
    public enum Wish: Sendable, Hashable { case warmUp, unload }

    public var wish: Wish
    /// As the chain names it.
    public var model: String
    public var backend: String

    public init(_ wish: Wish, _ model: String, on backend: String) {
        self.wish = wish
        self.model = model
        self.backend = backend
    }
}
