import Terminal
import Testing

struct KeyTests {
    @Test(arguments: [
        ("x", Key.character("x"), "x"), ("X", .character("X"), "X"), ("é", .character("é"), "é"),
        (" ", .character(" "), "Space"), ("space", .character(" "), "Space"), ("-", .character("-"), "-"),
        ("ctrl-c", .control("c"), "Ctrl-C"), ("Ctrl-C", .control("c"), "Ctrl-C"),
        ("ctrl-space", .control("@"), "Ctrl-Space"),
        ("ctrl-/", .control("_"), "Ctrl-_"), ("ctrl-j", .control("j"), "Ctrl-J"),
        ("ctrl-i", .named(.tab), "Tab"), ("ctrl-m", .named(.enter), "Enter"), ("ctrl-[", .named(.escape), "Esc"),
        ("alt-b", .alt("b"), "Alt-b"), ("alt-<", .alt("<"), "Alt-<"), ("alt-enter", .named(.enter, .alt), "Alt-Enter"),
        ("enter", .named(.enter), "Enter"), ("esc", .named(.escape), "Esc"), ("pgdn", .named(.pageDown), "PgDn"),
        ("shift-tab", .named(.tab, .shift), "Shift-Tab"), ("backtab", .named(.tab, .shift), "Shift-Tab"),
        ("ctrl-shift-left", .named(.left, [.control, .shift]), "Ctrl-Shift-←"), ("f12", .named(.f12), "F12"),
        ("shift-a", .character("A"), "A"),
    ])
    func `a key has a name, and the name finds it`(name: String, key: Key, shown: String) {
        #expect(Key(named: name) == key)
        #expect(key.description == shown)
    }

    @Test(arguments: ["", "xx", "ctrl-", "f13", "hyper-x", "ctrl-1", "\u{1B}", "ctrl-alt-x", "enterr"])
    func `other names name no key`(name: String) {
        #expect(Key(named: name) == nil)
    }

    @Test func `the name help shows finds the key again`() {
        let keys: [Key] = ["x", "ctrl-c", "alt-b", "enter", "shift-tab", "f1", "pgup", "ctrl-space", "space", "home"]
        for key in keys { #expect(Key(named: key.description) == key) }
    }
}
