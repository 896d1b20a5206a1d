/// The look of every key.
public struct StyleSheet: Sendable, Equatable {
    private var styles: [StyleKey: Style]

    /// The look of a key that has none of its own.
    public var fallback: Style

    /// - Parameter styles: looks by key; a key left out looks like `fallback`.
    public init(_ styles: [StyleKey: Style] = [:], fallback: Style = Style()) {
        self.styles = styles
        self.fallback = fallback
    }

    public subscript(key: StyleKey) -> Style {
        get { styles[key] ?? fallback }
        set { styles[key] = newValue }
    }

    /// The look of a cell: its style, and over it its overlay if there is one.
    public func style(of cell: Cell) -> Style {
        guard let overlay = cell.overlay else { return self[cell.style] }
        return self[cell.style].overlaid(by: self[overlay])
    }
}
