import EscalationCore
import Foundation

/// Why a query can't be understood, in a sentence that says what is known.
public struct SessionQueryError: Error, Sendable, Hashable, CustomStringConvertible {
    public var description: String

    public init(description: String) { self.description = description }
}

extension SessionQuery {
    /// The filters, as they are written.
    public static let filters = ["outcome", "tier", "model", "chain", "skill", "tag", "since", "before", "is"]

    /// Reads a query: words, `"quoted phrases"` and filters, separated by spaces; all must hold. `!` before one turns it
    /// round.
    ///
    /// `outcome:accepted`, `tier:local`, `model:qwen*`, `chain:…`, `skill:…`, `tag:…`, `since:2026-01-31`, `since:2d`
    /// (`m`, `h`, `d`, `w`), `before:…` alike, `is:running`, `is:interrupted`, `is:simulated`. A value with spaces is
    /// quoted. A quotation that isn't closed reaches to the end.
    ///
    /// - Parameters:
    ///   - now: milliseconds since 1970 UTC.
    ///   - timeZone: where a date's day begins.
    public init(_ text: String, now: Int64, timeZone: TimeZone = .current) throws(SessionQueryError) {
        var terms: [Term] = []
        for token in Token.all(in: text) {
            let condition: Condition
            if let filter = token.filter {
                condition = try Condition(filter: filter, token.text, now: now, timeZone: timeZone)
            } else {
                guard token.text.contains(where: { $0.isLetter || $0.isNumber }) else {
                    throw SessionQueryError(
                        description: "'\(token.text)' has neither letter nor digit: only words can be searched for.")
                }
                condition = token.isQuoted ? .phrase(token.text) : .word(token.text)
            }
            terms.append(Term(condition, isInverse: token.isInverse))
        }
        self.init(terms)
    }
}

extension SessionQuery.Condition {
    fileprivate init(
        filter: String, _ value: String, now: Int64, timeZone: TimeZone
    ) throws(SessionQueryError) {
        guard SessionQuery.filters.contains(filter) else {
            throw SessionQueryError(
                description: """
                    There is no filter '\(filter):'. Known are \(Self.list(SessionQuery.filters.map { $0 + ":" })). \
                    Put what is no filter in quotes.
                    """)
        }
        guard !value.isEmpty else {
            throw SessionQueryError(description: "'\(filter):' wants a value, as in \(Self.example(of: filter)).")
        }
        switch filter {
        case "outcome":
            self = .outcome(try Self.word(filter, value.lowercased().replacing(" ", with: "_")))
        case "tier": self = .tier(try Self.word(filter, value.lowercased()))
        case "is": self = .state(try Self.word(filter, value.lowercased()))
        case "model": self = .model(NamePattern(value))
        case "chain": self = .chain(NamePattern(value))
        case "skill": self = .skill(NamePattern(value))
        case "tag": self = .tag(NamePattern(value))
        default:
            guard let moment = Self.moment(value, now: now, timeZone: timeZone) else {
                throw SessionQueryError(
                    description: """
                        '\(filter):\(value)' names no moment: write a day as 2026-01-31, or how long ago as 90m, 12h, 2d \
                        or 3w.
                        """)
            }
            self = filter == "since" ? .since(moment) : .before(moment)
        }
    }

    private static func example(of filter: String) -> String {
        switch filter {
        case "outcome": "outcome:accepted"
        case "tier": "tier:local"
        case "is": "is:running"
        case "since", "before": "\(filter):2d or \(filter):2026-01-31"
        default: "\(filter):name or \(filter):begin*"
        }
    }

    private static func word<Word: RawRepresentable<String> & CaseIterable>(
        _ filter: String, _ value: String
    ) throws(SessionQueryError) -> Word {
        guard let word = Word(rawValue: value) else {
            throw SessionQueryError(
                description: "'\(filter):\(value)' is unknown: it is \(list(Word.allCases.map(\.rawValue), "or")).")
        }
        return word
    }

    private static func list(_ words: [String], _ last: String = "and") -> String {
        guard let end = words.last, words.count > 1 else { return words.first ?? "" }
        return words.dropLast().joined(separator: ", ") + " \(last) " + end
    }

    /// - Returns: milliseconds since 1970 UTC; nil where the text is neither a day nor a span.
    private static func moment(_ text: String, now: Int64, timeZone: TimeZone) -> Int64? {
        if let unit = text.last, let minutes = ["m": 1, "h": 60, "d": 1_440, "w": 10_080][unit] as Int64?,
            let amount = Int64(text.dropLast()), (0...1_000_000).contains(amount)
        {
            return now - amount * minutes * 60_000
        }
        let parts = text.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
        guard parts.count == 3, let year = parts[0], let month = parts[1], let day = parts[2] else { return nil }
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = timeZone
        let components = DateComponents(year: year, month: month, day: day)
        // A day that the calendar doesn't have would be taken for one of the next month.
        guard let date = calendar.date(from: components),
            calendar.dateComponents([.year, .month, .day], from: date) == components
        else { return nil }
        return Int64(date.timeIntervalSince1970 * 1_000)
    }
}

/// A piece of a query between spaces.
private struct Token {
    /// In lower case; nil where it is a word or phrase.
    var filter: String?
    var text: String
    var isQuoted: Bool
    var isInverse: Bool

    static func all(in text: String) -> [Token] {
        var tokens: [Token] = []
        var rest = Substring(text)
        while true {
            rest = rest.drop(while: \.isWhitespace)
            guard !rest.isEmpty else { return tokens }
            let isInverse = rest.first == "!" && rest.dropFirst().first.map { !$0.isWhitespace } == true
            if isInverse { rest = rest.dropFirst() }
            let filter = takeFilter(from: &rest)
            let isQuoted = rest.first == "\""
            let value: Substring
            if isQuoted {
                value = rest.dropFirst().prefix { $0 != "\"" }
                rest = rest.dropFirst(1 + value.count + 1)
            } else {
                value = rest.prefix { !$0.isWhitespace }
                rest = rest.dropFirst(value.count)
            }
            // An empty quotation says nothing; so it is while it is begun to be typed.
            if filter == nil, isQuoted, value.allSatisfy(\.isWhitespace) { continue }
            tokens.append(Token(filter: filter, text: String(value), isQuoted: isQuoted, isInverse: isInverse))
        }
    }

    /// Letters with a colon behind them, unless what follows makes them part of an address or of a name in a program.
    private static func takeFilter(from rest: inout Substring) -> String? {
        let letters = rest.prefix { $0.isASCII && $0.isLetter }
        let behind = rest.dropFirst(letters.count)
        guard !letters.isEmpty, behind.first == ":", !["/", ":"].contains(behind.dropFirst().first) else { return nil }
        rest = behind.dropFirst()
        return letters.lowercased()
    }
}
