/// The scalars of a glyph, one and at most four marks, without a reference to count: a screen of cells is copied and compared
/// for every frame.
public struct GlyphScalars: Sendable, Hashable {
    // Two marks to a word, the earlier one in its low half; 0 where there is none.
    private var marks: UInt64 = 0
    private var furtherMarks: UInt64 = 0
    private let base: Unicode.Scalar

    /// Most scalars that a glyph has.
    public static let capacity = 5

    static let space = GlyphScalars(" " as Unicode.Scalar)

    init(_ base: Unicode.Scalar) {
        self.base = base
    }

    /// - Parameter character: as `GlyphRun` cuts them; what it has beyond the capacity is dropped.
    init(_ character: Character) {
        var scalars = character.unicodeScalars.makeIterator()
        base = scalars.next() ?? " "
        for place in 1..<Self.capacity {
            guard let mark = scalars.next() else { return }
            let shifted = UInt64(mark.value) << (place % 2 == 1 ? 0 : 32)
            if place <= 2 { marks |= shifted } else { furtherMarks |= shifted }
        }
    }

    /// The value of the scalar at `place`, counted from 0; 0 where there is none.
    public subscript(place: Int) -> UInt32 {
        switch place {
        case 0: base.value
        case 1: UInt32(truncatingIfNeeded: marks)
        case 2: UInt32(marks >> 32)
        case 3: UInt32(truncatingIfNeeded: furtherMarks)
        case 4: UInt32(furtherMarks >> 32)
        default: 0
        }
    }

    /// Whether there are no marks.
    var isSingle: Bool { marks == 0 }

    var character: Character {
        if isSingle { return Character(base) }
        var scalars = String.UnicodeScalarView([base])
        for place in 1..<Self.capacity {
            guard self[place] != 0, let mark = Unicode.Scalar(self[place]) else { break }
            scalars.append(mark)
        }
        return Character(String(scalars))
    }
}
