extension Pattern {
    /// Scalars searched before others get the thread, and a cancellation is noticed.
    private static let stretch = 16_384

    /// Whether it matches anywhere in a text.
    ///
    /// All ways to match are followed at once, so that each scalar is looked at once a step of the program.
    ///
    /// - Throws: `CancellationError`.
    public func occurs(in text: String) async throws -> Bool {
        var search = PatternSearch(program)
        var rest = text.unicodeScalars.makeIterator()
        var place = PatternSearch.Place(before: nil, after: rest.next())
        place.afterThat = rest.next()
        if search.begin(at: place) { return true }
        var count = 0
        while let scalar = place.after {
            place = PatternSearch.Place(before: scalar, after: place.afterThat)
            place.afterThat = place.after == nil ? nil : rest.next()
            if search.take(scalar, to: place) { return true }
            count += 1
            if count.isMultiple(of: Self.stretch) {
                try Task.checkCancellation()
                await Task.yield()
            }
        }
        return false
    }
}

/// The steps a search has come to.
private struct PatternSearch {
    private let program: [Instruction]
    /// Steps that wait for a scalar, each once.
    private var waiting: [Int] = []
    private var next: [Int] = []
    /// In which round each step was come to last.
    private var seen: [Int]
    private var round = 0
    private var open: [Int] = []

    /// A place in the text, with the scalars around it.
    struct Place {
        var before: Unicode.Scalar?
        var after: Unicode.Scalar?
        var afterThat: Unicode.Scalar?
    }

    init(_ program: [Instruction]) {
        self.program = program
        seen = Array(repeating: 0, count: program.count)
    }

    /// - Returns: whether an empty text at the place matches.
    mutating func begin(at place: Place) -> Bool {
        round = 1
        defer { swap(&waiting, &next) }
        return follow(0, at: place)
    }

    /// Takes a scalar, and the place behind it, from which another match may begin.
    ///
    /// - Returns: whether a match ends there.
    mutating func take(_ scalar: Unicode.Scalar, to place: Place) -> Bool {
        round += 1
        next.removeAll(keepingCapacity: true)
        for step in waiting {
            guard case .scalar(let set) = program[step], set.contains(scalar) else { continue }
            if follow(step + 1, at: place) { return true }
        }
        if follow(0, at: place) { return true }
        swap(&waiting, &next)
        return false
    }

    /// Follows all steps that need no scalar.
    ///
    /// - Returns: whether one of them is the match.
    private mutating func follow(_ step: Int, at place: Place) -> Bool {
        open.append(step)
        while let step = open.popLast() {
            guard seen[step] != round else { continue }
            seen[step] = round
            switch program[step] {
            case .scalar: next.append(step)
            case .position(let position): if place.is(position) { open.append(step + 1) }
            case .jump(let target): open.append(target)
            case .split(let one, let other): open += [other, one]
            case .match:
                open.removeAll()
                return true
            }
        }
        return false
    }
}

extension PatternSearch.Place {
    func `is`(_ position: PatternPosition) -> Bool {
        switch position {
        case .textStart: before == nil
        case .textEnd: after == nil
        case .lastLineEnd: after == nil || (after == "\n" && afterThat == nil)
        case .lineStart: before == nil || before == "\n"
        case .lineEnd: after == nil || after == "\n"
        case .wordEdge: isInWord(before) != isInWord(after)
        case .noWordEdge: isInWord(before) == isInWord(after)
        }
    }

    private func isInWord(_ scalar: Unicode.Scalar?) -> Bool {
        scalar.map(ScalarSet.wordCharacters.contains) ?? false
    }
}
