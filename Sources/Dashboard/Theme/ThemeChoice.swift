/// A theme that may be chosen.
public struct ThemeChoice: Sendable, Hashable {
    /// What the configuration calls it.
    public var name: String
    /// Nil where its file is wrong.
    public var theme: Theme?
    /// A few words about it; what is wrong where there is no theme.
    public var note: String

    public init(name: String, theme: Theme?, note: String = "") {
        self.name = name
        self.theme = theme
        self.note = note
    }
}
