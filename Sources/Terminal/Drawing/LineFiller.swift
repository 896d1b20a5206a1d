/// Fills lines with characters, one at a time: the core of wrapping, whether at once or as text arrives.
struct LineFiller: Sendable {
    let width: Int
    private let margin: Int
    private(set) var finishedLines: [StyledLine] = []

    /// The line being filled, up to its last possible break.
    private var line = StyledLine()
    private var lineColumns = 0
    /// Whether the line holds anything but its margin.
    private var holdsText = false
    /// Blanks after `line`: they vanish if the line breaks here.
    private var blanks = StyledLine()
    private var blankColumns = 0
    /// The word being filled, after `blanks`.
    private var word = StyledLine()
    private var wordColumns = 0

    /// - Parameter width: columns of a line, at least 1.
    /// - Parameter indent: blanks before every line of a paragraph but the first; at least one column is left for text.
    init(width: Int, indent: Int = 0) {
        self.width = max(1, width)
        margin = min(max(indent, 0), self.width - 1)
    }

    /// The line not yet finished, as it would be shown now; trailing blanks are left out where they don't fit.
    var openLine: StyledLine {
        var open = line
        if !word.isEmpty {
            open.append(blanks)
            open.append(word)
        } else if lineColumns + blankColumns <= width {
            open.append(blanks)
        }
        return open
    }

    /// Adds a character that is neither the end of a line nor part of one that came before.
    mutating func append(_ character: Character, style: StyleKey) {
        switch character {
        case " ":
            appendBlanks(1, style: style)
        case "\t":
            let column = lineColumns + blankColumns + wordColumns
            appendBlanks(TextWrap.tabWidth - column % TextWrap.tabWidth, style: style)
        default:
            appendToWord(character, style: style)
        }
    }

    /// Adds characters between which no line breaks while there is room.
    /// - Parameter columns: how many all of them take.
    mutating func append(word part: String, columns: Int, style: StyleKey) {
        guard lineColumns + blankColumns + wordColumns + columns <= width else {
            for character in part { appendToWord(character, style: style) }
            return
        }
        word.append(part, style: style)
        wordColumns += columns
    }

    /// Finishes the open line and opens an empty one.
    mutating func endParagraph() {
        finishedLines.append(openLine)
        line.removeAll()
        (lineColumns, holdsText) = (0, false)
        dropBlanks()
        dropWord()
    }

    /// The lines finished since the last call.
    mutating func takeFinishedLines() -> [StyledLine] {
        defer { finishedLines.removeAll(keepingCapacity: true) }
        return finishedLines
    }

    private mutating func appendBlanks(_ count: Int, style: StyleKey) {
        settleWord()
        blanks.append(String(repeating: " ", count: count), style: style)
        blankColumns += count
    }

    private mutating func appendToWord(_ character: Character, style: StyleKey) {
        let columns = TextWidth.of(character)
        func overflows() -> Bool { lineColumns + blankColumns + wordColumns + columns > width }
        if overflows(), holdsText || lineColumns + blankColumns >= width {
            breakLine()
        }
        if overflows(), !word.isEmpty {
            // The word alone is longer than a line.
            settleWord()
            breakLine()
        }
        word.append(character, style: style)
        wordColumns += columns
        if isFollowedByBreak(character) { settleWord() }
    }

    /// East Asian text has no spaces: a line may break after each of its wide characters.
    private func isFollowedByBreak(_ character: Character) -> Bool {
        guard let first = character.unicodeScalars.first, first.value >= 0x2E80 else { return false }
        return WideScalars.contains(first)
    }

    /// Moves the word into the line.
    private mutating func settleWord() {
        guard !word.isEmpty else { return }
        line.append(blanks)
        line.append(word)
        lineColumns += blankColumns + wordColumns
        holdsText = true
        dropBlanks()
        dropWord()
    }

    private mutating func breakLine() {
        finishedLines.append(line)
        line = margin > 0 ? StyledLine(String(repeating: " ", count: margin)) : StyledLine()
        (lineColumns, holdsText) = (margin, false)
        dropBlanks()
    }

    private mutating func dropBlanks() {
        blanks.removeAll()
        blankColumns = 0
    }

    private mutating func dropWord() {
        word.removeAll()
        wordColumns = 0
    }
}
