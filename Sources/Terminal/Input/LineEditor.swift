/// Text being typed: one or several lines, a caret, and what readline's users have in their fingers.
///
/// The caret stands before a character and counts whole characters (an emoji with its skin tone is one). Edits cost time
/// for the text they touch, not for the text there is, so a pasted megabyte stays editable.
public struct LineEditor: Sendable {
    var buffer = GapBuffer()
    /// Characters before the caret, 0 to `count`.
    public internal(set) var caret = 0

    private var undoStack: [Edit] = []
    private var killRing = KillRing()
    private var lastAction = Action.other
    /// Column the caret wants to be in while it moves over shorter lines.
    private var goalColumn: Int?

    /// Most edits that can be undone; older ones are forgotten.
    static let undoLimit = 1000

    private struct Edit {
        var position: Int
        var removed: [Character]
        var inserted: Int
        var caretBefore: Int
        var isTyping: Bool
    }

    private enum Action {
        case typing, kill
        case yank(Range<Int>)
        case other
    }

    /// - Parameter text: what stands there at first, with the caret behind it. It can't be undone.
    public init(_ text: String = "") {
        buffer = GapBuffer(LineEditor.normalised(text))
        caret = buffer.count
    }

    /// The whole text, with `\n` between lines. Takes time for its length.
    public var text: String { buffer.text }

    /// Number of characters.
    public var count: Int { buffer.count }

    public var isEmpty: Bool { buffer.count == 0 }

    /// Replaces everything, with the caret behind it. Can be undone.
    public mutating func setText(_ text: String) {
        replace(0..<count, with: LineEditor.normalised(text))
        settle()
    }

    /// Inserts at the caret, whose place is then behind it. `\r\n` and `\r` become `\n`.
    public mutating func insert(_ text: String) {
        insert(text, asTyping: false)
    }

    mutating func type(_ character: Character) {
        insert(String(character), asTyping: true)
    }

    private mutating func insert(_ text: String, asTyping: Bool) {
        var characters = LineEditor.normalised(text)
        guard !characters.isEmpty else { return }
        var start = caret
        if caret > 0, let first = text.unicodeScalars.first, !first.isASCII {
            // An accent joins the letter on its left: the two are one character from here on.
            let joined = LineEditor.normalised(String(buffer[caret - 1]) + text)
            if joined.count == characters.count {
                start = caret - 1
                characters = joined
            }
        }
        let isWord = asTyping && characters.allSatisfy { !$0.isWhitespace }
        replace(start..<caret, with: characters, isTyping: isWord)
        goalColumn = nil
        if isWord { lastAction = .typing } else { lastAction = .other }
    }

    static func normalised(_ text: String) -> [Character] {
        text.map { $0 == "\r\n" || $0 == "\r" ? "\n" : $0 }
    }

    // MARK: Deleting

    /// Deletes the character left of the caret.
    public mutating func deleteBackward() {
        if caret > 0 { replace((caret - 1)..<caret, with: []) }
        settle()
    }

    /// Deletes the character at the caret.
    public mutating func deleteForward() {
        if caret < count { replace(caret..<(caret + 1), with: []) }
        settle()
    }

    /// Deletes `range` and keeps it for `yank`; kills in a row are kept as one text.
    mutating func kill(_ range: Range<Int>) {
        guard !range.isEmpty else { return }
        let isForward = range.lowerBound == caret
        var isRepeated = false
        if case .kill = lastAction { isRepeated = true }
        killRing.add(buffer[range], joiningLast: isRepeated, atEnd: isForward)
        replace(range, with: [])
        goalColumn = nil
        lastAction = .kill
    }

    /// Deletes from the caret to the end of its line; at the end, the newline.
    public mutating func killToLineEnd() {
        let end = lineEnd(from: caret)
        kill(caret..<(end == caret ? min(caret + 1, count) : end))
    }

    /// Deletes from the start of the line to the caret.
    public mutating func killToLineStart() {
        kill(lineStart(before: caret)..<caret)
    }

    /// Deletes back over blanks and the word before them (`ctrl-w`: words end at blanks only).
    public mutating func killWordBackward(endingAtBlanks: Bool = false) {
        let start = endingAtBlanks ? blankWordStart(before: caret) : wordStart(before: caret)
        kill(start..<caret)
    }

    /// Deletes forward to the end of a word.
    public mutating func killWordForward() {
        kill(caret..<wordEnd(after: caret))
    }

    /// Inserts what was killed last.
    public mutating func yank() {
        guard let killed = killRing.current else { return }
        let start = caret
        replace(caret..<caret, with: killed)
        goalColumn = nil
        lastAction = .yank(start..<caret)
    }

    /// Right after `yank`: puts the text killed before in its place.
    public mutating func yankPrevious() {
        guard case .yank(let range) = lastAction, let killed = killRing.rotate() else { return }
        replace(range, with: killed)
        lastAction = .yank(range.lowerBound..<caret)
    }

    /// Takes back the last edit; characters of a word typed in a row are one.
    public mutating func undo() {
        guard let edit = undoStack.popLast() else { return }
        buffer.replace(edit.position..<(edit.position + edit.inserted), with: edit.removed)
        caret = edit.caretBefore
        settle()
    }

    // MARK: Moving

    /// Puts the caret before character `position`, or at the nearest end.
    public mutating func moveCaret(to position: Int) {
        caret = min(max(position, 0), count)
        settle()
    }

    /// Moves to the line above, keeping the column as far as that line is long.
    /// - Returns: false on the first line, where nothing happens.
    @discardableResult
    public mutating func moveUp() -> Bool {
        let start = lineStart(before: caret)
        guard start > 0 else { return false }
        let goal = goalColumn ?? caret - start
        let above = lineStart(before: start - 1)
        moveCaret(to: min(above + goal, start - 1))
        goalColumn = goal
        return true
    }

    /// Moves to the line below, keeping the column as far as that line is long.
    /// - Returns: false on the last line, where nothing happens.
    @discardableResult
    public mutating func moveDown() -> Bool {
        let end = lineEnd(from: caret)
        guard end < count else { return false }
        let goal = goalColumn ?? caret - lineStart(before: caret)
        moveCaret(to: min(end + 1 + goal, lineEnd(from: end + 1)))
        goalColumn = goal
        return true
    }

    // MARK: Bookkeeping

    mutating func replace(_ range: Range<Int>, with characters: [Character], isTyping: Bool = false) {
        let edit = Edit(
            position: range.lowerBound, removed: buffer[range], inserted: characters.count, caretBefore: caret,
            isTyping: isTyping)
        buffer.replace(range, with: characters)
        caret = range.lowerBound + characters.count
        if isTyping, case .typing = lastAction, let last = undoStack.last, last.isTyping,
            edit.removed.isEmpty, last.position + last.inserted == edit.position
        {
            undoStack[undoStack.count - 1].inserted += edit.inserted
        } else {
            if undoStack.count == Self.undoLimit { undoStack.removeFirst(Self.undoLimit / 10) }
            undoStack.append(edit)
        }
    }

    /// Ends what consecutive keys build up: a typed word, a kill, a column to keep.
    mutating func settle() {
        lastAction = .other
        goalColumn = nil
    }
}
