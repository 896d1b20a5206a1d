/// A part of a regular expression.
indirect enum PatternNode: Sendable, Hashable {
    case empty
    case scalar(ScalarSet)
    case position(PatternPosition)
    case sequence([PatternNode])
    case choice([PatternNode])
    /// `most` is nil where there is no limit.
    case repeated(PatternNode, least: Int, most: Int?)
}

/// A place between two scalars.
enum PatternPosition: Sendable, Hashable {
    case textStart, textEnd
    /// The text's end, or before a line feed that ends it.
    case lastLineEnd
    case lineStart, lineEnd
    case wordEdge, noWordEdge
}

/// One scalar out of several.
struct ScalarSet: Sendable, Hashable {
    var ranges: [ClosedRange<UInt32>]
    var isNegated = false
    /// Whether the other case of a letter counts too.
    var ignoresCase = false

    static let digits = ScalarSet(ranges: [0x30...0x39])
    static let wordCharacters = ScalarSet(ranges: [0x30...0x39, 0x41...0x5A, 0x5F...0x5F, 0x61...0x7A])
    static let whiteSpace = ScalarSet(ranges: [0x09...0x0D, 0x20...0x20])
    static let lineFeed = ScalarSet(ranges: [0x0A...0x0A])
    static let all = ScalarSet(ranges: [0...0x10FFFF])

    static func one(_ scalar: Unicode.Scalar) -> ScalarSet { ScalarSet(ranges: [scalar.value...scalar.value]) }

    var negated: ScalarSet {
        var set = self
        set.isNegated.toggle()
        return set
    }

    func contains(_ scalar: Unicode.Scalar) -> Bool {
        (holds(scalar) || (ignoresCase && scalar.otherCases.contains(where: holds))) != isNegated
    }

    private func holds(_ scalar: Unicode.Scalar) -> Bool {
        ranges.contains { $0.contains(scalar.value) }
    }

    /// The ranges of the scalars it does and doesn't hold, negation resolved; for classes inside classes.
    var positiveRanges: [ClosedRange<UInt32>] {
        guard isNegated else { return ranges }
        var result: [ClosedRange<UInt32>] = []
        var next: UInt32 = 0
        for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) {
            if range.lowerBound > next { result.append(next...(range.lowerBound - 1)) }
            next = max(next, range.upperBound + 1)
        }
        if next <= 0x10FFFF { result.append(next...0x10FFFF) }
        return result
    }
}

extension Unicode.Scalar {
    /// The letter in lower and upper case, where each is one scalar.
    fileprivate var otherCases: [Unicode.Scalar] {
        if isASCII {
            return switch value {
            case 0x41...0x5A, 0x61...0x7A: [Unicode.Scalar(UInt8(value ^ 0x20))]
            default: []
            }
        }
        return [properties.lowercaseMapping, properties.uppercaseMapping].compactMap { mapping in
            mapping.unicodeScalars.count == 1 ? mapping.unicodeScalars.first : nil
        }
    }
}
