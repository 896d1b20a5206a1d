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
}
