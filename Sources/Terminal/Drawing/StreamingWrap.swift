/// Wraps text that arrives piece by piece.
///
/// Finished lines are frozen: appending costs time for the new piece and the one open line, whatever came before. Lines are
/// the same as `TextWrap.wrap` gives for the whole text, also where a piece ends inside a cluster or between `\r` and `\n`.
public struct StreamingWrap: Sendable {
    public private(set) var width: Int
    private var runs: [TextRun] = []
    private var filler: LineFiller
    private var frozen: [StyledLine] = []
    /// The last character so far: the next piece may begin with an accent for it.
    private var held: TextRun?
    private var open: [StyledLine] = [StyledLine()]

    /// - Parameter width: columns of a line; under 1 counts as 1.
    public init(width: Int) {
        self.width = max(1, width)
        filler = LineFiller(width: width)
    }

    /// Number of lines, at least 1: an empty text is one empty line.
    public var lineCount: Int { frozen.count + open.count }

    /// Number of lines that can't change any more except by `rewrap(to:)`.
    public var frozenCount: Int { frozen.count }

    /// Line `index`, counted from 0; an empty line where there is none.
    public func line(_ index: Int) -> StyledLine {
        if index >= 0, index < frozen.count { return frozen[index] }
        let late = index - frozen.count
        return open.indices.contains(late) ? open[late] : StyledLine()
    }

    /// The lines in `range`, clipped to those there are.
    public func lines(_ range: Range<Int>) -> [StyledLine] {
        range.clamped(to: 0..<lineCount).map(line)
    }

    /// Adds a piece of text at the end.
    public mutating func append(_ piece: String, style: StyleKey = .plain) {
        guard !piece.isEmpty else { return }
        if let last = runs.indices.last, runs[last].style == style {
            runs[last].text += piece
        } else {
            runs.append(TextRun(piece, style: style))
        }
        wrap(piece, style: style)
        refreshOpenLines()
    }

    /// Wraps everything again, to another width.
    public mutating func rewrap(to width: Int) {
        guard max(1, width) != self.width else { return }
        self.width = max(1, width)
        filler = LineFiller(width: width)
        frozen = []
        held = nil
        for run in runs { wrap(run.text, style: run.style) }
        refreshOpenLines()
    }

    private mutating func wrap(_ piece: String, style: StyleKey) {
        var rest = piece[...]
        if let held, held.text.unicodeScalars.count < Self.longestHeld {
            // A cluster takes the style it began with.
            let joined = held.text + piece
            rest = joined.dropFirst()
            guard !rest.isEmpty else {
                self.held = TextRun(joined, style: held.style)
                return
            }
            TextWrap.fill(&filler, with: joined.prefix(1), style: held.style)
        } else if let held {
            TextWrap.fill(&filler, with: held.text, style: held.style)
        }
        TextWrap.fill(&filler, with: rest.dropLast(), style: style)
        held = TextRun(String(rest.suffix(1)), style: style)
        frozen += filler.takeFinishedLines()
    }

    /// Scalars after which a cluster is no longer waited for, so that one that never ends costs no more than others.
    private static let longestHeld = 64

    private mutating func refreshOpenLines() {
        var tail = filler
        if let held { TextWrap.fill(&tail, with: held.text, style: held.style) }
        open = tail.finishedLines + [tail.openLine]
    }
}
