/// Which keys do what, where. Help and the look-up read the same list, so help can't lie.
///
/// A context is a name the application chooses (a pane, a mode). A binding without a context holds everywhere; one with a
/// context wins over it there.
public struct KeyMap<Action: Hashable & Sendable>: Sendable {
    /// One line of help: the keys that do one thing.
    public struct Binding: Sendable, Hashable {
        /// In the order help shows them.
        public var keys: [KeySequence]
        public var action: Action
        /// What it does, in a few words.
        public var help: String
        /// Where it holds; nil for everywhere.
        public var context: String?

        public init(_ keys: [KeySequence], _ action: Action, _ help: String, in context: String? = nil) {
            self.keys = keys
            self.action = action
            self.help = help
            self.context = context
        }
    }

    /// Keys bound to two actions in one context, or keys with which longer ones begin, which then can't be told apart; the
    /// earlier binding wins.
    public struct Conflict: Sendable, Hashable {
        public var key: KeySequence
        public var context: String?
        public var kept: Action
        public var ignored: Action
    }

    public private(set) var bindings: [Binding]
    private var table: [String?: [[Key]: Match]] = [:]
    /// Where each action stands among the bindings, and which keys it has: hints ask for them many times a frame.
    private var places: [Action: [Int]] = [:]
    private var uses: [Action: [Use]] = [:]

    /// Keys of an action, and what they come to in each context that knows them.
    private struct Use: Sendable {
        var keys: KeySequence
        var matches: [(context: String?, match: Match)]
    }

    /// What keys come to.
    public enum Match: Hashable, Sendable {
        case action(Action)
        /// Longer keys begin so.
        case prefix
    }

    /// What is bound twice, in the order of the bindings.
    public private(set) var conflicts: [Conflict] = []

    public init(_ bindings: [Binding]) {
        self.bindings = bindings
        rebuild()
    }

    /// What `keys` come to in the first of `contexts` that knows them, and then everywhere; nil if nothing does.
    public func match(_ keys: [Key], in contexts: [String] = []) -> Match? {
        for context in contexts {
            if let match = table[context]?[keys] { return match }
        }
        return table[nil]?[keys]
    }

    /// What `key` alone does in the first of `contexts` that knows it, and then everywhere; nil if nothing does.
    public func action(for key: Key, in contexts: [String] = []) -> Action? {
        guard case .action(let action) = match([key], in: contexts) else { return nil }
        return action
    }

    /// What can follow `pressed`, in the order of the bindings: the keys still to be pressed, and what they do.
    public func continuations(of pressed: [Key], in contexts: [String] = []) -> [(
        rest: ArraySlice<Key>, binding: Binding
    )] {
        let places = contexts.map(Optional.some) + [nil]
        guard let place = places.first(where: { table[$0]?[pressed] != nil }) else { return [] }
        return bindings.filter { $0.context == place }.flatMap { binding in
            binding.keys.compactMap { sequence in sequence.rest(after: pressed).map { ($0, binding) } }
        }
    }

    /// The bindings of a context in their order, then those that hold everywhere: what its help lists. Keys that the
    /// context binds otherwise are left out of the latter, and so are bindings left without a key.
    public func help(in context: String? = nil) -> [Binding] {
        let own = bindings.filter { $0.context == context && !$0.keys.isEmpty }
        guard context != nil else { return own }
        let taken = Set(own.flatMap(\.keys))
        let everywhere = bindings.filter { $0.context == nil }.compactMap { binding -> Binding? in
            var binding = binding
            binding.keys.removeAll(where: taken.contains)
            return binding.keys.isEmpty ? nil : binding
        }
        return own + everywhere
    }

    /// The first key of an action in a context (or everywhere), for hints; nil if it has none.
    public func key(for action: Action, in context: String? = nil) -> KeySequence? {
        var everywhere: KeySequence?
        for place in places[action] ?? [] {
            let binding = bindings[place]
            guard let key = binding.keys.first else { continue }
            if binding.context == context { return key }
            if binding.context == nil, everywhere == nil { everywhere = key }
        }
        return everywhere
    }

    /// The first keys that come to an action in the first of `contexts` that knows them, and then everywhere; nil if none do.
    ///
    /// - Parameter isWanted: whether keys will do.
    public func key(
        for action: Action, in contexts: [String], where isWanted: (KeySequence) -> Bool
    ) -> KeySequence? {
        uses[action]?.first { use in
            guard isWanted(use.keys) else { return false }
            for context in contexts {
                if let known = use.matches.first(where: { $0.context == context }) {
                    return known.match == .action(action)
                }
            }
            return use.matches.contains { $0.context == nil && $0.match == .action(action) }
        }?.keys
    }

    /// Gives an action other keys, in one context or (nil) wherever it is bound; an empty list takes all of them away.
    ///
    /// Look at `conflicts` afterwards. An action that is bound nowhere stays so.
    /// - Returns: whether there was such a binding.
    @discardableResult
    public mutating func rebind(_ action: Action, to keys: [KeySequence], in context: String? = nil) -> Bool {
        var found = false
        for index in bindings.indices where bindings[index].action == action {
            guard context == nil || bindings[index].context == context else { continue }
            bindings[index].keys = keys
            found = true
        }
        rebuild()
        return found
    }

    private mutating func rebuild() {
        table = [:]
        places = [:]
        conflicts = []
        for (place, binding) in bindings.enumerated() {
            places[binding.action, default: []].append(place)
            for sequence in binding.keys { enter(sequence, of: binding) }
        }
        var known: [[Key]: [(context: String?, match: Match)]] = [:]
        for (context, entries) in table {
            for (keys, match) in entries { known[keys, default: []].append((context, match)) }
        }
        uses = places.mapValues { places in
            places.flatMap { bindings[$0].keys }.map { Use(keys: $0, matches: known[$0.keys] ?? []) }
        }
    }

    private mutating func enter(_ sequence: KeySequence, of binding: Binding) {
        var entries = table[binding.context] ?? [:]
        defer { table[binding.context] = entries }
        func conflict(with kept: Action) {
            guard kept != binding.action else { return }
            conflicts.append(
                Conflict(key: sequence, context: binding.context, kept: kept, ignored: binding.action))
        }
        let beginnings = (1..<sequence.keys.count).map { Array(sequence.keys.prefix($0)) }
        for beginning in beginnings {
            if case .action(let kept) = entries[beginning] { return conflict(with: kept) }
        }
        switch entries[sequence.keys] {
        case .action(let kept): conflict(with: kept)
        case .prefix:
            let longer = bindings.first { other in
                other.context == binding.context && other.keys.contains { $0.rest(after: sequence.keys) != nil }
            }
            if let longer { conflict(with: longer.action) }
        case nil:
            entries[sequence.keys] = .action(binding.action)
            for beginning in beginnings { entries[beginning] = .prefix }
        }
    }
}
