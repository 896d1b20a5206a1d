import Terminal

/// Gives the words of a line of code their roles. It knows words, texts, numbers and comments, and no grammar.
struct CodeHighlighter: Sendable {
    private let language: CodeLanguage?

    /// What a line begins in, as the line before left it.
    enum State: Sendable, Hashable {
        case code
        case comment
        /// In a text that ends with this.
        case text(String)
    }

    /// - Parameter name: of the language, as it stands behind the fence; one that is not known has no words.
    init(language name: String) { language = CodeLanguage(named: name) }

    /// The line in pieces of one role each.
    ///
    /// - Parameter state: what the line begins in; afterwards, what the next one does.
    func runs(of line: String, _ state: inout State) -> [TextRun] {
        guard let language else { return [TextRun(line, style: Role.markdownCode.key)] }
        var scanner = Scanner(line, language)
        scanner.scan(&state)
        return scanner.runs
    }

    private struct Scanner {
        private var rest: Substring
        private let language: CodeLanguage
        private(set) var runs: [TextRun] = []

        init(_ line: String, _ language: CodeLanguage) {
            rest = line[...]
            self.language = language
        }

        mutating func scan(_ state: inout State) {
            while !rest.isEmpty {
                switch state {
                case .comment: takeThrough(language.blockComment?.end ?? "", .codeComment, &state)
                case .text(let end): takeThrough(end, .codeString, &state)
                case .code: scanCode(&state)
                }
            }
        }

        private mutating func scanCode(_ state: inout State) {
            if language.lineComments.contains(where: rest.hasPrefix) { return take(rest.count, .codeComment) }
            if let block = language.blockComment, rest.hasPrefix(block.start) {
                take(block.start.count, .codeComment)
                state = .comment
                return
            }
            if let quote = language.longQuotes.first(where: rest.hasPrefix) {
                take(quote.count, .codeString)
                state = .text(quote)
                return
            }
            let first = rest[rest.startIndex]
            if language.quotes.contains(first) {
                // One that nothing closes is an apostrophe.
                if let count = shortText(first) { take(count, .codeString) } else { take(1, .markdownCode) }
                return
            }
            if first.isDigit {
                return take(rest.prefix { $0.isInWord || $0 == "." }.count, .codeNumber)
            }
            guard first.isInWord else { return take(1, .markdownCode) }
            let word = rest.prefix(while: \.isInWord)
            let isKeyword = language.keywords.contains(language.ignoresCase ? word.lowercased() : String(word))
            take(word.count, isKeyword ? .codeKeyword : .markdownCode)
        }

        /// Characters of a text that ends on its line, both quotes included; nil where it doesn't.
        private func shortText(_ quote: Character) -> Int? {
            var count = 1
            var isEscaped = false
            for character in rest.dropFirst() {
                count += 1
                if isEscaped {
                    isEscaped = false
                } else if character == "\\" {
                    isEscaped = true
                } else if character == quote {
                    return count
                }
            }
            return nil
        }

        private mutating func takeThrough(_ end: String, _ role: Role, _ state: inout State) {
            guard !end.isEmpty, let found = rest.firstRange(of: end) else { return take(rest.count, role) }
            state = .code
            take(rest.distance(from: rest.startIndex, to: found.upperBound), role)
        }

        private mutating func take(_ count: Int, _ role: Role) {
            let piece = rest.prefix(count)
            if let last = runs.indices.last, runs[last].style == role.key {
                runs[last].text += piece
            } else {
                runs.append(TextRun(String(piece), style: role.key))
            }
            rest = rest.dropFirst(count)
        }
    }
}

extension Character {
    fileprivate var isDigit: Bool { asciiValue.map { UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 } ?? isNumber }

    /// Whether it is a letter, a digit or a low line. ASCII needs no look at Unicode's tables, which takes most of the time.
    fileprivate var isInWord: Bool {
        guard let ascii = asciiValue else { return isLetter || isNumber }
        switch ascii {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "_"):
            return true
        default: return false
        }
    }
}
