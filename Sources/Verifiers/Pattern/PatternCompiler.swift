/// A step of a search. Steps that take no scalar are followed at once.
enum Instruction: Sendable, Hashable {
    case scalar(ScalarSet)
    case position(PatternPosition)
    case jump(Int)
    case split(Int, Int)
    case match
}

/// Turns a pattern's tree into the steps of a search, as Thompson did.
struct PatternCompiler {
    /// Most steps: each costs time for every scalar of a text. Counted repetitions are written out, so that
    /// `(a{100}){100}` has 10,000.
    static let mostInstructions = 4_096

    private var program: [Instruction] = []

    static func program(of node: PatternNode) throws(PatternError) -> [Instruction] {
        var compiler = PatternCompiler()
        try compiler.add(node)
        try compiler.append(.match)
        return compiler.program
    }

    private mutating func append(_ instruction: Instruction) throws(PatternError) {
        guard program.count < Self.mostInstructions else {
            throw PatternError(reason: "the pattern is too large: use smaller counts")
        }
        program.append(instruction)
    }

    private mutating func add(_ node: PatternNode) throws(PatternError) {
        switch node {
        case .empty: break
        case .scalar(let set): try append(.scalar(set))
        case .position(let position): try append(.position(position))
        case .sequence(let items): for item in items { try add(item) }
        case .choice(let branches): try add(branches)
        case .repeated(let item, let least, let most): try add(item, least: least, most: most)
        }
    }

    private mutating func add(_ branches: [PatternNode]) throws(PatternError) {
        var jumps: [Int] = []
        for branch in branches.dropLast() {
            let split = program.count
            try append(.split(split + 1, 0))
            try add(branch)
            jumps.append(program.count)
            try append(.jump(0))
            program[split] = .split(split + 1, program.count)
        }
        if let last = branches.last { try add(last) }
        for jump in jumps { program[jump] = .jump(program.count) }
    }

    private mutating func add(_ item: PatternNode, least: Int, most: Int?) throws(PatternError) {
        for count in 0..<least {
            let start = program.count
            try add(item)
            // What has no steps has none a thousand times over; nested, counting would take for ever.
            if count == 0, program.count == start { return }
        }
        guard let most else {
            let split = program.count
            try append(.split(split + 1, 0))
            try add(item)
            try append(.jump(split))
            program[split] = .split(split + 1, program.count)
            return
        }
        var splits: [Int] = []
        for _ in least..<max(least, most) {
            splits.append(program.count)
            try append(.split(program.count + 1, 0))
            try add(item)
        }
        for split in splits { program[split] = .split(split + 1, program.count) }
    }
}
