extension YAMLNode {
    /// The value as text. Unquoted numbers and words such as `off` are text too where text is asked for.
    public func string(_ expected: String = "text") throws(YAMLError) -> String {
        guard case .scalar(let scalar) = content, !scalar.isNull else { throw error(expected: expected) }
        return scalar.text
    }

    /// The value as text of at least one character that isn't blank.
    public func name(_ expected: String = "a name") throws(YAMLError) -> String {
        let text = try string(expected)
        guard text.contains(where: { !$0.isWhitespace }) else { throw error(expected: expected) }
        return text
    }

    /// A whole number in decimal digits.
    public func int(in range: ClosedRange<Int>? = nil) throws(YAMLError) -> Int {
        let expected = range.map { "a whole number \(Self.words(for: $0))" } ?? "a whole number"
        guard case .scalar(let scalar) = content, !scalar.isQuoted, let number = Int(scalar.text),
            range?.contains(number) ?? true
        else { throw error(expected: expected) }
        return number
    }

    /// A finite number.
    public func double(in range: ClosedRange<Double>? = nil) throws(YAMLError) -> Double {
        let expected = range.map { "a number from \($0.lowerBound) to \($0.upperBound)" } ?? "a number"
        guard case .scalar(let scalar) = content, !scalar.isQuoted, scalar.looksNumeric,
            let number = Double(scalar.text), number.isFinite, range?.contains(number) ?? true
        else { throw error(expected: expected) }
        return number
    }

    /// `true` or `false`; YAML 1.1's `yes` and `on` are refused, for they surprise people.
    public func bool() throws(YAMLError) -> Bool {
        guard case .scalar(let scalar) = content, !scalar.isQuoted, let flag = scalar.bool else {
            throw error(expected: "true or false")
        }
        return flag
    }

    /// A length of time, such as `30s` (see `Duration.init(written:)`).
    ///
    /// - Parameter allowsZero: whether no time at all is a value here.
    public func duration(allowsZero: Bool = false) throws(YAMLError) -> Duration {
        guard case .scalar(let scalar) = content, let duration = Duration(written: scalar.text),
            allowsZero || duration > .zero
        else {
            throw error(
                expected: allowsZero ? "a duration" : "a duration above zero",
                remedy: "Write it as 200ms, 30s, 5m or 1h30m.")
        }
        return duration
    }

    /// One of a few words.
    public func word<Word: RawRepresentable & CaseIterable>(_ type: Word.Type) throws(YAMLError) -> Word
    where Word.RawValue == String {
        let known = Word.allCases.map(\.rawValue)
        guard case .scalar(let scalar) = content, let word = Word(rawValue: scalar.text) else {
            var remedy: String?
            if case .scalar(let scalar) = content {
                remedy = nearestName(to: scalar.text, among: known).map { "Did you mean '\($0)'?" }
            }
            throw error(expected: known.joined(separator: ", "), remedy: remedy)
        }
        return word
    }

    public func items(_ expected: String = "a list") throws(YAMLError) -> [YAMLNode] {
        guard case .sequence(let items) = content else { throw error(expected: expected) }
        return items
    }

    public func mapping(_ expected: String = "a mapping") throws(YAMLError) -> YAMLMapping {
        guard case .mapping(let entries) = content else { throw error(expected: expected) }
        return YAMLMapping(node: self, entries: entries)
    }

    private static func words(for range: ClosedRange<Int>) -> String {
        range.upperBound == .max ? "of at least \(range.lowerBound)" : "from \(range.lowerBound) to \(range.upperBound)"
    }
}

extension YAMLNode.Scalar {
    /// The truth value of a plain scalar in YAML 1.2's spellings; nil for anything else.
    public var bool: Bool? {
        if isQuoted { return nil }
        switch text {
        case "true", "True", "TRUE": return true
        case "false", "False", "FALSE": return false
        default: return nil
        }
    }

    /// Whether it begins as a decimal number does: Swift reads `nan`, `inf` and hexadecimal fractions too, our files don't.
    var looksNumeric: Bool {
        text.allSatisfy { $0.isASCII && ($0.isNumber || "+-.eE".contains($0)) } && text.contains { $0.isNumber }
    }

    /// The value as a number, whole where it has neither fraction nor exponent; nil for anything else.
    public var number: Number? {
        guard !isQuoted, looksNumeric else { return nil }
        if let whole = Int(text) { return .int(whole) }
        return Double(text).flatMap { $0.isFinite ? .double($0) : nil }
    }

    public enum Number: Sendable, Hashable {
        case int(Int)
        case double(Double)
    }
}
