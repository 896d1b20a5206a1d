import Terminal

/// A text of any length as lines, of which only pages near the reader are set.
///
/// It is cut into pages by a look at its bytes. The last page is set as it comes; of the others the lines are made when
/// somebody is about to see them, and their number is estimated until they were made once. The text itself is not kept: who
/// shows it passes it in.
struct PagedText: Sendable {
    private let width: Int
    private var cutter: PageCutter
    /// Lines of each page but the last, as far as they were counted, by page.
    private var counts: [Int: Int] = [:]
    /// No page before it waits to be counted.
    private var firstUncounted = 0
    /// Lines above each page of the text as it is shown.
    private var above = [0]
    /// Pages before the last whose lines are at hand.
    private var set: [Int: AnswerText] = [:]
    /// What is looked for, and lines that hold it of the pages before the last that were searched, by page.
    private var wanted: TextSearch?
    private var found: [Int: [Int]] = [:]

    /// The last page, what is set of it, and how many bytes those are.
    private var last = 0
    private var tail: AnswerText
    private var tailBytes = 0
    /// Bytes of the text that is shown.
    private(set) var bytes = 0
    private var isFinished = false

    /// A line that is known by its page.
    struct Place: Sendable, Hashable {
        var page: Int
        var line: Int
        /// How many lines the page was thought to have; nil where the place is that line, however many there are.
        var count: Int?
    }

    /// - Parameters:
    ///   - width: columns of a line; under 1 counts as 1.
    ///   - pageLength: bytes of a page.
    ///   - opening: what the text begins in.
    init(width: Int, pageLength: Int, opening: AnswerText.Opening = .prose) {
        self.width = max(1, width)
        cutter = PageCutter(length: pageLength, opening: opening)
        tail = AnswerText(width: width, opening: opening)
    }

    // MARK: Lines

    /// Number of lines, that of some pages estimated where `isCounted` is false; 0 for a text of blanks.
    var lineCount: Int { above[last] + height(of: last) }

    /// Whether all lines were counted.
    var isCounted: Bool { firstUncounted >= last }

    /// Line `index`, from 0; an empty line where there is none, or where it was not asked for by `setLines(_:of:)`.
    func line(_ index: Int) -> StyledLine {
        guard index >= 0, index < lineCount else { return StyledLine() }
        let page = page(holding: index)
        let line = index - above[page] - gap(before: page)
        return (page == last ? tail : set[page])?.line(line) ?? StyledLine()
    }

    /// The first line of the last page, which doesn't depend on how the lines above are estimated but for moving as a whole.
    var lastPage: Int { above[last] }

    /// - Parameter isForOtherWidth: whether the line is looked for when the text has another width.
    func place(of line: Int, isForOtherWidth: Bool) -> Place {
        let page = page(holding: max(0, line))
        let isExact = !isForOtherWidth && (page == last || counts[page] != nil)
        return Place(page: page, line: max(0, line) - above[page], count: isExact ? nil : height(of: page))
    }

    /// The line at a place that was taken before something changed: as near as lines tell where its page has another number
    /// of them, and the end where the text no longer goes so far.
    func line(at place: Place) -> Int {
        guard place.page <= last else { return lineCount }
        let height = height(of: place.page)
        let line = place.count.map { place.line * height / max(1, $0) } ?? place.line
        return above[place.page] + min(line, height)
    }

    private func lines(of page: Int) -> Int {
        if page == last { return tail.lineCount }
        return counts[page] ?? estimate(of: page)
    }

    /// Text of middling words fills three quarters of its lines.
    private func estimate(of page: Int) -> Int { 1 + length(of: page) * 4 / (width * 3) }

    /// Bytes of a page that is not the last.
    private func length(of page: Int) -> Int { cutter.cuts[page + 1].start - cutter.cuts[page].start }

    /// Lines of a page with the blank one before it.
    private func height(of page: Int) -> Int {
        let lines = lines(of: page)
        return lines == 0 ? 0 : gap(before: page) + lines
    }

    private func gap(before page: Int) -> Int { cutter.cuts[page].isJoined || above[page] == 0 ? 0 : 1 }

    /// Index of the last page that begins at that line or above it.
    private func page(holding line: Int) -> Int {
        var (low, high) = (0, last)
        while low < high {
            let middle = (low + high + 1) / 2
            if above[middle] <= line { low = middle } else { high = middle - 1 }
        }
        return low
    }

    /// Adds up the lines again from a page on that has another number of them.
    private mutating func layOut(from page: Int) {
        while firstUncounted < last, counts[firstUncounted] != nil { firstUncounted += 1 }
        above.removeSubrange((page + 1)...)
        for page in page..<last { above.append(above[page] + height(of: page)) }
    }
}

// MARK: The text

extension PagedText {
    /// Brings the lines up to date with the text.
    ///
    /// - Parameters:
    ///   - text: begins with the one shown before, or is a beginning of it.
    ///   - isComplete: whether nothing more comes, so that what was held back is shown.
    mutating func show(_ text: String, isComplete: Bool = false) {
        let count = text.utf8.count
        guard count != bytes || isComplete != isFinished else { return }
        cutter.read(text)
        let page = cutter.pages(ofFirst: count) - 1
        // Counted at once, so that no line above its end moves.
        if page > last { closeTail(text) }
        if page != last || count < bytes || isFinished {
            let unchanged = min(page, last)
            last = page
            tail = AnswerText(width: width, opening: cutter.cuts[page].opening)
            tailBytes = 0
            set = set.filter { $0.key < page }
            layOut(from: unchanged)
        }
        tail.append(text.bytes(cutter.cuts[page].start + tailBytes..<count))
        tailBytes = count - cutter.cuts[page].start
        if isComplete { tail.finish() }
        (bytes, isFinished) = (count, isComplete)
    }

    /// Counts pages that were only estimated, from the first on.
    ///
    /// - Parameter allowance: bytes that may be set for it; what is used is taken off. A page that was begun is finished.
    mutating func count(_ text: String, allowance: inout Int) {
        let first = firstUncounted
        while allowance > 0, !isCounted {
            counts[firstUncounted] = lines(of: firstUncounted, in: text).lineCount
            allowance -= length(of: firstUncounted)
            firstUncounted += 1
            while firstUncounted < last, counts[firstUncounted] != nil { firstUncounted += 1 }
        }
        if firstUncounted > first { layOut(from: first) }
    }

    /// Sets the lines in `range` and forgets all others, but for those of pages that hold some of them.
    ///
    /// - Returns: whether the number of lines changed, and with it what stands in `range`.
    mutating func setLines(_ range: Range<Int>, of text: String) -> Bool {
        let range = range.clamped(to: 0..<lineCount)
        guard !range.isEmpty else {
            set = [:]
            return false
        }
        let pages = page(holding: range.lowerBound)...page(holding: range.upperBound - 1)
        if !set.keys.allSatisfy(pages.contains) { set = set.filter { pages.contains($0.key) } }
        var firstCounted: Int?
        for page in pages where page < last && set[page] == nil {
            let lines = lines(of: page, in: text)
            set[page] = lines
            guard counts[page] == nil else { continue }
            counts[page] = lines.lineCount
            firstCounted = firstCounted ?? page
        }
        if let firstCounted { layOut(from: firstCounted) }
        return firstCounted != nil
    }

    /// Searches pages that were not searched yet, which counts them too.
    ///
    /// - Parameter allowance: bytes that may be set for it; what is used is taken off. A page that was begun is finished.
    /// - Returns: lines that hold what is looked for, in order; nil where some pages are still to be searched.
    mutating func find(_ wanted: TextSearch, in text: String, allowance: inout Int) -> [Int]? {
        if self.wanted != wanted { (self.wanted, found) = (wanted, [:]) }
        var firstCounted: Int?
        for page in 0..<last where found[page] == nil && allowance > 0 {
            let lines = lines(of: page, in: text)
            found[page] = lines.indices(holding: wanted)
            allowance -= length(of: page)
            guard counts[page] == nil else { continue }
            counts[page] = lines.lineCount
            firstCounted = firstCounted ?? page
        }
        if let firstCounted { layOut(from: firstCounted) }
        var all: [Int] = []
        for page in 0..<last {
            guard let lines = found[page] else { return nil }
            all += lines.map { above[page] + gap(before: page) + $0 }
        }
        return all + tail.indices(holding: wanted).map { above[last] + gap(before: last) + $0 }
    }

    /// Forgets all lines but those of the last page; they are still counted.
    mutating func forgetLines() { set = [:] }

    /// Lines of a page that is not the last, from nothing.
    private func lines(of page: Int, in text: String) -> AnswerText {
        if let lines = set[page] { return lines }
        var lines = AnswerText(width: width, opening: cutter.cuts[page].opening)
        lines.append(text.bytes(cutter.cuts[page].start..<end(of: page, in: text)))
        lines.finish()
        return lines
    }

    /// Where its lines end: to a text that is wrapped as it is, an end of a line begins the next.
    private func end(of page: Int, in text: String) -> Int {
        let next = cutter.cuts[page + 1]
        guard next.opening == .plain else { return next.start }
        let end = text.bytes(cutter.cuts[page].start..<next.start).utf8
        if end.last != UInt8(ascii: "\n") { return next.start }
        return next.start - (end.dropLast().last == UInt8(ascii: "\r") ? 2 : 1)
    }

    /// Counts the last page, which no longer is the last; its lines stay at hand, for somebody may be looking at them.
    private mutating func closeTail(_ text: String) {
        guard counts[last] == nil else { return }
        let start = cutter.cuts[last].start
        let end = end(of: last, in: text)
        var lines = tail
        if start + tailBytes <= end, !isFinished {
            lines.append(text.bytes(start + tailBytes..<end))
            lines.finish()
        } else {
            // Something of the next page is in it already.
            lines = self.lines(of: last, in: text)
        }
        counts[last] = lines.lineCount
        set[last] = lines
    }
}

extension AnswerText {
    fileprivate func indices(holding wanted: TextSearch) -> [Int] {
        (0..<lineCount).filter { wanted.isIn(line($0).plainText) }
    }
}

extension String {
    /// The text between two bytes that begin characters, or end it.
    fileprivate func bytes(_ range: Range<Int>) -> Substring {
        self[utf8.index(startIndex, offsetBy: range.lowerBound)..<utf8.index(startIndex, offsetBy: range.upperBound)]
    }
}
