/// A piece of text in one style.
public struct TextRun: Sendable, Hashable {
    public var text: String
    public var style: StyleKey

    public init(_ text: String, style: StyleKey = .plain) {
        self.text = text
        self.style = style
    }
}

/// One line of text in several styles, from left to right.
public struct StyledLine: Sendable, Hashable {
    /// No two neighbours have the same style, and none is empty.
    public private(set) var runs: [TextRun]

    public init(_ runs: [TextRun] = []) {
        self.runs = []
        for run in runs { append(run.text, style: run.style) }
    }

    public init(_ text: String, style: StyleKey = .plain) {
        self.init([TextRun(text, style: style)])
    }

    public var isEmpty: Bool { runs.isEmpty }

    /// The line without its styles.
    public var plainText: String { runs.reduce(into: "") { $0 += $1.text } }

    /// Columns it takes on a canvas.
    public var width: Int { runs.reduce(0) { $0 + TextWidth.of($1.text) } }

    public mutating func append(_ text: some StringProtocol, style: StyleKey = .plain) {
        guard !text.isEmpty else { return }
        if let last = runs.indices.last, runs[last].style == style {
            runs[last].text += text
        } else {
            runs.append(TextRun(String(text), style: style))
        }
    }

    mutating func append(_ character: Character, style: StyleKey) {
        if let last = runs.indices.last, runs[last].style == style {
            runs[last].text.append(character)
        } else {
            runs.append(TextRun(String(character), style: style))
        }
    }

    public mutating func append(_ line: StyledLine) {
        for run in line.runs { append(run.text, style: run.style) }
    }

    mutating func removeAll() {
        runs.removeAll(keepingCapacity: true)
    }
}

extension Canvas {
    /// Draws a styled line with its first column at (`x`, `y`). See `put(_:at:_:style:overlay:in:)` for the rest.
    @discardableResult
    public mutating func put(
        _ line: StyledLine, at x: Int, _ y: Int, overlay: StyleKey? = nil, in clip: Rect? = nil
    ) -> Int {
        var columns = 0
        for run in line.runs {
            columns += put(run.text, at: x + columns, y, style: run.style, overlay: overlay, in: clip)
        }
        return columns
    }
}
