/// Finds where a text can be cut into pages that are set apart from each other, in one look at its bytes.
///
/// Where it is cut depends on the text alone, never on the pieces in which it came: a cut is decided by the line behind it,
/// once that is whole. A page is as long as asked for, and as much longer as it takes to find a good place: where a
/// paragraph ends, at a fence, or between two lines of code that are in no text and no comment which goes on. A block that goes on and on is cut between two lines once the
/// page has several times that length, and a line that does between two words.
struct PageCutter: Sendable {
    struct Cut: Sendable, Hashable {
        /// The first byte of the page that begins here.
        var start: Int
        var opening: AnswerText.Opening
        /// Whether the page goes on with what the one before ended with: then no blank line stands between them.
        var isJoined: Bool
        /// Bytes that must be there for the cut to be known; a shorter text is not cut here.
        var decidedBy: Int
    }

    /// The beginning of each page, in order; that of the first is there from the start.
    private(set) var cuts: [Cut]
    /// Bytes from which on a page ends at the next good place.
    private let length: Int
    /// How many times as long a page becomes before a block is cut between two lines. One length more, and those may be
    /// indented; another one, and a line is cut.
    private static let patience = 4

    /// Where the first line begins that was not looked at.
    private var lineStart = 0
    /// The end of that line, where it was found, and up to where it was looked for.
    private var lineEnd: Int?
    private var scanned = 0
    /// Whether that line was looked at before it was whole.
    private var isLookedAt = false
    /// What the next line stands in.
    private var inside: AnswerText.Opening
    private var followsBlankLine = false
    /// Whether only blank lines came since a code block.
    private var followsCode = false
    /// Whether a line of the code block was looked at.
    private var hasCode = false
    /// What of the code block goes on over lines: a page that began within would take it for code.
    private var passage: OpenPassage
    /// Tildes of the fence that is open; 0 for none. Only `AnswerText`'s parser knows such fences, so none is cut.
    private var tildes = 0

    /// - Parameters:
    ///   - length: bytes of a page, 1 or more.
    ///   - opening: what the text begins in.
    init(length: Int, opening: AnswerText.Opening) {
        self.length = max(1, length)
        inside = opening
        if case .code(let language, _) = opening {
            passage = OpenPassage(language: language)
        } else {
            passage = OpenPassage(language: "")
        }
        cuts = [Cut(start: 0, opening: opening, isJoined: true, decidedBy: 0)]
    }

    /// How many pages a beginning of the text has: at least 1.
    func pages(ofFirst bytes: Int) -> Int {
        var (low, high) = (1, cuts.count)
        while low < high {
            let middle = (low + high + 1) / 2
            if cuts[middle - 1].decidedBy <= bytes { low = middle } else { high = middle - 1 }
        }
        return low
    }

    /// Looks at what it has not seen of a text.
    /// - Parameter text: all of it; it begins with what was looked at before, or is a beginning of that.
    mutating func read(_ text: String) {
        var text = text
        text.withUTF8 { read($0) }
    }

    private mutating func read(_ text: UnsafeBufferPointer<UInt8>) {
        guard text.count > scanned else { return }
        while lineStart < text.count {
            if lineEnd == nil {
                lineEnd = text[scanned...].firstIndex(of: UInt8(ascii: "\n"))
                scanned = lineEnd.map { $0 + 1 } ?? text.count
            }
            let seen = min(lineEnd ?? text.count, lineStart + length)
            // A line that is longer than a page says by its beginning what it is.
            guard lineEnd != nil || seen == lineStart + length else { break }
            let decidedBy = min(lineEnd.map { $0 + 1 } ?? .max, lineStart + length)
            if !isLookedAt { look(at: text[lineStart..<seen], decidedBy: decidedBy) }
            isLookedAt = true
            if cutLine(text, to: lineEnd ?? text.count, decidedBy: decidedBy) { continue }
            guard let end = lineEnd else { break }
            (lineStart, lineEnd, isLookedAt) = (end + 1, nil, false)
        }
    }

    private var pageStart: Int { cuts[cuts.count - 1].start }

    private mutating func cut(at start: Int, joined: Bool, decidedBy: Int) {
        cuts.append(Cut(start: start, opening: inside, isJoined: joined, decidedBy: decidedBy))
    }

    private mutating func look(at line: Slice<UnsafeBufferPointer<UInt8>>, decidedBy: Int) {
        let start = line.startIndex
        let bytes = start - pageStart
        switch inside {
        case .plain:
            if bytes >= length { cut(at: start, joined: true, decidedBy: decidedBy) }
        case .code:
            if fence(line, closing: true) != nil {
                inside = .prose
                (followsBlankLine, followsCode, tildes) = (false, true, 0)
                return
            }
            // Never before the first line: a page would end with a block of no lines, which shows one.
            if bytes >= (passage.isOpen ? Self.patience : 1) * length, hasCode {
                cut(at: start, joined: true, decidedBy: decidedBy)
            }
            hasCode = true
            passage.read(line)
        case .prose:
            if let fence = fence(line, closing: false) {
                if bytes >= length { cut(at: start, joined: false, decidedBy: decidedBy) }
                inside = .code(language: fence.language, indent: fence.indent)
                passage = OpenPassage(language: fence.language)
                hasCode = false
                return
            }
            lookAtProse(line, bytes, decidedBy: decidedBy)
        }
    }

    private mutating func lookAtProse(_ line: Slice<UnsafeBufferPointer<UInt8>>, _ bytes: Int, decidedBy: Int) {
        let content = line.firstIndex { !$0.isBlank }
        let isGood = content != nil && (followsCode || followsBlankLine && tildes == 0 && beginsParagraph(line))
        if bytes >= (isGood ? 1 : content == line.startIndex ? Self.patience : Self.patience + 1) * length {
            cut(at: line.startIndex, joined: !isGood, decidedBy: decidedBy)
            if !isGood { tildes = 0 }
        }
        guard let content else {
            followsBlankLine = true
            return
        }
        (followsBlankLine, followsCode) = (false, false)
        noteTildes(line[content...], indent: content - line.startIndex)
    }

    /// Whether a line behind a blank one belongs to nothing before it, whatever that is: it is no item of a list, whose
    /// items stand close together and are counted on, and no address that a link is given by name.
    private func beginsParagraph(_ line: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
        switch line[line.startIndex] {
        case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"),
            UInt8(ascii: "+"), UInt8(ascii: ">"), UInt8(ascii: "~"), UInt8(ascii: "`"), UInt8(ascii: "["):
            false
        case UInt8(ascii: "*"): line.dropFirst().first == UInt8(ascii: "*")
        default: true
        }
    }

    private mutating func noteTildes(_ content: Slice<UnsafeBufferPointer<UInt8>>, indent: Int) {
        let count = content.prefix { $0 == UInt8(ascii: "~") }.count
        guard count >= 3, indent <= 3 else { return }
        if tildes == 0 {
            tildes = count
        } else if count >= tildes, content.dropFirst(count).allSatisfy(\.isBlank) {
            tildes = 0
        }
    }

    private func fence(_ line: Slice<UnsafeBufferPointer<UInt8>>, closing: Bool) -> Fence? {
        let body = line.drop { $0 == UInt8(ascii: " ") }
        guard body.prefix(3).elementsEqual("```".utf8), body.startIndex - line.startIndex <= 3 else { return nil }
        return Fence(String(decoding: line, as: UTF8.self), closing: closing)
    }

    /// Cuts the line once where the page has become far too long.
    private mutating func cutLine(_ text: UnsafeBufferPointer<UInt8>, to end: Int, decidedBy: Int) -> Bool {
        let limit = pageStart + (Self.patience + 2) * length
        guard end > limit, limit > lineStart else { return false }
        // Behind the last blank of the last stretch, or where a character ends.
        let from = max(lineStart + 1, limit - length)
        var place = limit
        if let blank = text[from..<limit].lastIndex(where: \.isBlank) {
            place = blank + 1
        } else {
            while place > from, text[place].continuesCharacter { place -= 1 }
            while place < end, text[place].continuesCharacter { place += 1 }
        }
        cut(at: place, joined: true, decidedBy: max(decidedBy, limit + 1))
        (lineStart, isLookedAt) = (place, false)
        (followsBlankLine, followsCode, tildes) = (false, false, 0)
        return true
    }
}

extension UInt8 {
    /// Blanks within a line; the `\r` of an end of line is one too.
    fileprivate var isBlank: Bool { self == 0x20 || self == 0x09 || self == 0x0D }

    /// Whether it is no character's first byte in UTF-8.
    fileprivate var continuesCharacter: Bool { self & 0xC0 == 0x80 }
}
