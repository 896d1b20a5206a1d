import Testing

@testable import Terminal

struct KeyMapTests {
    private enum Action: Hashable, Sendable {
        case quit, help, down, page, play
    }

    private var map: KeyMap<Action> {
        KeyMap([
            .init(["q"], .quit, "quit"),
            .init(["?", "f1"], .help, "help"),
            .init(["j", "down"], .down, "move down", in: "list"),
            .init(["space"], .page, "next page"),
            .init(["space"], .play, "play or pause", in: "replay"),
        ])
    }

    @Test func `a context's binding wins over one that holds everywhere`() {
        #expect(map.action(for: "space") == .page)
        #expect(map.action(for: "space", in: ["list"]) == .page)
        #expect(map.action(for: "space", in: ["replay", "list"]) == .play)
        #expect(map.action(for: "j", in: ["replay", "list"]) == .down)
        #expect(map.action(for: "j") == nil)
    }

    @Test func `help lists the context's bindings, then those that hold everywhere but for keys it took`() {
        #expect(map.help(in: "replay").map(\.help) == ["play or pause", "quit", "help"])
        #expect(map.help(in: "list").map(\.help) == ["move down", "quit", "help", "next page"])
        #expect(map.help().map(\.help) == ["quit", "help", "next page"])
    }

    @Test func `a key bound twice in a context is reported, and the first binding kept`() {
        var map = map
        #expect(map.conflicts == [])
        let isFound = map.rebind(.help, to: ["q"])
        #expect(isFound)
        #expect(map.conflicts == [.init(key: "q", context: nil, kept: .quit, ignored: .help)])
        #expect(map.action(for: "q") == .quit)
        #expect(map.action(for: "?") == nil)
    }

    @Test func `an action that isn't bound can't be bound anew`() {
        var map = KeyMap<Action>([.init(["q"], .quit, "quit")])
        let isFound = map.rebind(.help, to: ["x"])
        #expect(!isFound)
        #expect(map.action(for: "x") == nil)
        map.rebind(.quit, to: [])
        #expect(map.key(for: .quit) == nil)
        #expect(map.help() == [])
    }

    @Test func `hints show the key of the context`() {
        #expect(map.key(for: .help) == "?")
        #expect(map.key(for: .play, in: "replay") == "space")
        #expect(map.key(for: .play) == nil)
    }

    @Test func `hints show only keys that come to the action where the user is`() {
        let map = KeyMap<Action>([
            .init(["x", "f1"], .help, "help"),
            .init(["x"], .down, "move down", in: "list"),
            .init(["x y"], .page, "next page", in: "pages"),
        ])
        func key(_ action: Action, _ contexts: String..., except unwanted: KeySequence? = nil) -> KeySequence? {
            map.key(for: action, in: contexts) { $0 != unwanted }
        }
        #expect(key(.help) == "x")
        #expect(key(.help, "list") == "f1")
        #expect(key(.help, "other", "list") == "f1")
        // There it begins longer ones.
        #expect(key(.help, "pages") == "f1")
        #expect(key(.help, "list", except: "f1") == nil)
        #expect(key(.down, "other", "list") == "x")
        #expect(key(.down) == nil)
        #expect(key(.down, "pages", "list") == nil)
        #expect(key(.quit) == nil)
    }

    // MARK: Keys pressed one after the other

    private var longer: KeyMap<Action> {
        KeyMap([
            .init(["g g"], .page, "next page"),
            .init(["g h", "ctrl-x ctrl-c q"], .help, "help"),
            .init(["q"], .quit, "quit"),
            .init(["g"], .down, "move down", in: "list"),
        ])
    }

    @Test func `a key with which longer ones begin is waited for`() {
        #expect(longer.match(["g"]) == .prefix)
        #expect(longer.match(["g", "g"]) == .action(.page))
        #expect(longer.match(["ctrl-x", "ctrl-c"]) == .prefix)
        #expect(longer.match(["ctrl-x", "ctrl-c", "q"]) == .action(.help))
        #expect(longer.match(["g", "q"]) == nil)
        #expect(longer.match(["g"], in: ["list"]) == .action(.down))
        #expect(longer.action(for: "g") == nil)
    }

    @Test func `how they can go on is told in the order of the bindings`() {
        let ways = longer.continuations(of: ["g"])
        #expect(ways.map { $0.rest.map(\.description).joined(separator: " ") } == ["g", "h"])
        #expect(ways.map(\.binding.help) == ["next page", "help"])
        #expect(longer.continuations(of: ["ctrl-x"]).map { Array($0.rest) } == [["ctrl-c", "q"]])
        #expect(longer.continuations(of: ["g"], in: ["list"]).isEmpty)
    }

    @Test(arguments: [("g", "g g"), ("g g", "g"), ("g g q", "g g"), ("g g", "g g")] as [(KeySequence, KeySequence)])
    func `keys that can't be told apart from longer ones are reported`(first: KeySequence, second: KeySequence) {
        let map = KeyMap<Action>([.init([first], .quit, "quit"), .init([second], .help, "help")])
        #expect(map.conflicts == [.init(key: second, context: nil, kept: .quit, ignored: .help)])
        #expect(map.match(first.keys) == .action(.quit))
    }

    @Test func `names are read with blanks between`() {
        #expect(KeySequence(named: "g g")?.keys == ["g", "g"])
        #expect(KeySequence(named: " Ctrl-X  space ")?.description == "Ctrl-X Space")
        #expect(KeySequence(named: " ")?.keys == ["space"])
        for name in ["", "hyper", "g hyper", "a b c d e"] { #expect(KeySequence(named: name) == nil) }
    }
}
