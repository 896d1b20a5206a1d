/// Reads a regular expression of the dialect that `Pattern` describes.
struct PatternParser {
    private let scalars: [Unicode.Scalar]
    private var next = 0
    private var flags = Flags()
    private var depth = 0

    /// Deepest nesting of groups: far more than anybody writes.
    static let deepest = 100
    /// Largest count of a repetition, as in RE2.
    static let mostRepetitions = 1_000

    struct Flags {
        var ignoresCase = false
        var findsLines = false
        var dotTakesAll = false
    }

    init(_ source: String) { scalars = Array(source.unicodeScalars) }

    mutating func parse() throws(PatternError) -> PatternNode {
        let node = try choice()
        guard next == scalars.count else { throw error("this ')' closes nothing; write \\) for the character") }
        return node
    }

    private var peeked: Unicode.Scalar? { next < scalars.count ? scalars[next] : nil }

    private mutating func take(_ text: String) -> Bool {
        let wanted = Array(text.unicodeScalars)
        guard scalars[next...].starts(with: wanted) else { return false }
        next += wanted.count
        return true
    }

    private func error(_ reason: String, at position: Int? = nil) -> PatternError {
        PatternError(position: (position ?? next) + 1, reason: reason)
    }

    // MARK: Structure

    private mutating func choice() throws(PatternError) -> PatternNode {
        var branches = [try sequence()]
        while take("|") { branches.append(try sequence()) }
        return branches.count == 1 ? branches[0] : .choice(branches)
    }

    private mutating func sequence() throws(PatternError) -> PatternNode {
        var items: [PatternNode] = []
        while let scalar = peeked, scalar != "|", scalar != ")" {
            let item = try atom()
            items.append(try repetition(of: item))
        }
        return items.count == 1 ? items[0] : .sequence(items)
    }

    private mutating func repetition(of item: PatternNode) throws(PatternError) -> PatternNode {
        let start = next
        guard let (least, most) = try counts() else { return item }
        if case .position = item { throw error("a position can't be repeated", at: start) }
        guard item != .empty else { throw error("there is nothing to repeat", at: start) }
        // Which of several matches is preferred makes no difference to whether there is one.
        if !take("?"), peeked == "+" { throw error("possessive repetition isn't supported") }
        let end = next
        if try counts() != nil { throw error("a repetition can't be repeated; use a group", at: end) }
        return .repeated(item, least: least, most: most)
    }

    private mutating func counts() throws(PatternError) -> (Int, Int?)? {
        if take("*") { return (0, nil) }
        if take("+") { return (1, nil) }
        if take("?") { return (0, 1) }
        let start = next
        guard take("{"), let least = number() else {
            next = start
            return nil
        }
        var most: Int? = least
        if take(",") { most = number() }
        guard take("}") else {
            next = start
            return nil
        }
        guard max(least, most ?? 0) <= Self.mostRepetitions else {
            throw error("a count goes up to \(Self.mostRepetitions)", at: start)
        }
        guard most.map({ $0 >= least }) ?? true else { throw error("the counts are the wrong way round", at: start) }
        return (least, most)
    }

    private mutating func number() -> Int? {
        var number: Int?
        while let scalar = peeked, let digit = scalar.isASCII ? Character(scalar).wholeNumberValue : nil {
            // Anything past the limit is refused, whatever it is.
            number = min((number ?? 0) * 10 + digit, 1_000_000)
            next += 1
        }
        return number
    }

    private mutating func atom() throws(PatternError) -> PatternNode {
        let start = next
        let scalar = scalars[next]
        next += 1
        switch scalar {
        case "(": return try group(from: start)
        case "[": return .scalar(try scalarClass(from: start))
        case ".": return .scalar(flags.dotTakesAll ? .all : ScalarSet.lineFeed.negated)
        case "^": return .position(flags.findsLines ? .lineStart : .textStart)
        case "$": return .position(flags.findsLines ? .lineEnd : .lastLineEnd)
        case "*", "+", "?": throw error("there is nothing to repeat; write \\\(scalar) for the character", at: start)
        case "\\":
            switch try escape(from: start) {
            case .position(let position): return .position(position)
            case .set(let set): return .scalar(cased(set))
            }
        default: return .scalar(cased(.one(scalar)))
        }
    }

    private func cased(_ set: ScalarSet) -> ScalarSet {
        var set = set
        set.ignoresCase = flags.ignoresCase
        return set
    }

    // MARK: Groups

    /// What stands behind its parenthesis.
    private mutating func group(from start: Int) throws(PatternError) -> PatternNode {
        guard depth < Self.deepest else { throw error("groups are nested too deeply", at: start) }
        let outer = flags
        if take("?") {
            if try isBare(from: start) { return .empty }
        }
        depth += 1
        let node = try choice()
        depth -= 1
        guard take(")") else { throw error("this '(' is never closed; write \\( for the character", at: start) }
        flags = outer
        // A group can be repeated, whatever it holds.
        return .sequence([node])
    }

    /// Reads what stands between `(?` and the group's own expression.
    ///
    /// - Returns: whether the group is only flags for what follows it.
    private mutating func isBare(from start: Int) throws(PatternError) -> Bool {
        for (mark, name) in [("=", "lookahead"), ("!", "lookahead"), ("<=", "lookbehind"), ("<!", "lookbehind")] {
            if take(mark) { throw error("\(name) isn't supported", at: start) }
        }
        if take(":") { return false }
        if take("P<") || take("<") {
            while let scalar = peeked,
                scalar.properties.isAlphabetic || scalar.properties.numericType != nil || scalar == "_"
            {
                next += 1
            }
            guard take(">") else { throw error("the group's name has no '>'", at: start) }
            return false
        }
        var isOn = true
        while let scalar = peeked {
            next += 1
            switch scalar {
            case "i": flags.ignoresCase = isOn
            case "m": flags.findsLines = isOn
            case "s": flags.dotTakesAll = isOn
            case "-" where isOn: isOn = false
            case ":": return false
            case ")": return true
            default: throw error("a group of the kind '(?\(scalar)' isn't supported", at: start)
            }
        }
        throw error("this '(' is never closed; write \\( for the character", at: start)
    }

    // MARK: Scalars

    private enum Escape {
        case set(ScalarSet)
        case position(PatternPosition)
    }

    /// What stands behind a backslash.
    private mutating func escape(from start: Int) throws(PatternError) -> Escape {
        guard let scalar = peeked else { throw error("a backslash at the end escapes nothing", at: start) }
        next += 1
        switch scalar {
        case "d": return .set(.digits)
        case "D": return .set(ScalarSet.digits.negated)
        case "w": return .set(.wordCharacters)
        case "W": return .set(ScalarSet.wordCharacters.negated)
        case "s": return .set(.whiteSpace)
        case "S": return .set(ScalarSet.whiteSpace.negated)
        case "A": return .position(.textStart)
        case "z": return .position(.textEnd)
        case "Z": return .position(.lastLineEnd)
        case "b": return .position(.wordEdge)
        case "B": return .position(.noWordEdge)
        case "n": return .set(.one("\n"))
        case "t": return .set(.one("\t"))
        case "r": return .set(.one("\r"))
        case "f": return .set(.one("\u{C}"))
        case "v": return .set(.one("\u{B}"))
        case "a": return .set(.one("\u{7}"))
        case "e": return .set(.one("\u{1B}"))
        case "0": return .set(.one("\0"))
        case "x": return .set(.one(try coded(digits: 2, from: start)))
        case "u": return .set(.one(try coded(digits: 4, from: start)))
        case "1"..."9", "k": throw error("backreferences aren't supported", at: start)
        case "p", "P": throw error("Unicode properties aren't supported; write a class such as [a-z]", at: start)
        default:
            guard scalar.isASCII, !scalar.properties.isAlphabetic, scalar.properties.numericType == nil else {
                throw error("'\\\(scalar)' has no meaning", at: start)
            }
            return .set(.one(scalar))
        }
    }

    /// A scalar by its number, in as many hexadecimal digits, or any number of them in braces.
    private mutating func coded(digits: Int, from start: Int) throws(PatternError) -> Unicode.Scalar {
        let isBraced = take("{")
        let end = isBraced ? scalars[next...].firstIndex(of: "}") ?? next : next + digits
        let text = end <= scalars.count ? String(String.UnicodeScalarView(scalars[next..<end])) : ""
        guard !text.hasPrefix("+"), let scalar = UInt32(text, radix: 16).flatMap(Unicode.Scalar.init) else {
            throw error("expected a character's number in hexadecimal digits", at: start)
        }
        next = isBraced ? end + 1 : end
        return scalar
    }

    /// What stands behind its bracket.
    private mutating func scalarClass(from start: Int) throws(PatternError) -> ScalarSet {
        var set = cased(ScalarSet(ranges: []))
        set.isNegated = take("^")
        while let scalar = peeked, scalar != "]" {
            let place = next
            let first = try classItem()
            guard peeked == "-", next + 1 < scalars.count, scalars[next + 1] != "]" else {
                set.ranges += first.positiveRanges
                continue
            }
            next += 1
            let last = try classItem()
            guard let low = first.only, let high = last.only, low <= high else {
                throw error("a range goes from one character to a later one; write \\- for the character", at: place)
            }
            set.ranges.append(low...high)
        }
        guard take("]") else { throw error("this '[' is never closed; write \\[ for the character", at: start) }
        guard !set.ranges.isEmpty else { throw error("the class is empty; write \\] for the character", at: start) }
        return set
    }

    private mutating func classItem() throws(PatternError) -> ScalarSet {
        let start = next
        let scalar = scalars[next]
        next += 1
        switch scalar {
        case "[": throw error("a '[' in a class is written \\[", at: start)
        case "\\":
            // A class has no word's edge; other dialects read \b as a backspace there.
            guard case .set(let set) = try escape(from: start) else {
                throw error("a class holds no positions", at: start)
            }
            return set
        default: return .one(scalar)
        }
    }
}

extension ScalarSet {
    /// The one scalar it holds; nil where there are more.
    fileprivate var only: UInt32? {
        guard !isNegated, ranges.count == 1, ranges[0].count == 1 else { return nil }
        return ranges[0].lowerBound
    }
}
