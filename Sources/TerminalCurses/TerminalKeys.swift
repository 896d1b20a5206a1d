import CTerminal
import Terminal

/// The key sequences in the terminal's own description, for those that differ from the common ones.
@TerminalActor
enum TerminalKeys {
    static func sequences() -> [[UInt8]: Key] {
        var sequences: [[UInt8]: Key] = [:]
        for (name, key) in names {
            guard let value = ct_capability(name) else { continue }
            sequences[Array(String(cString: value).utf8)] = key
        }
        return sequences
    }

    /// Capabilities by their names in terminfo(5); those that end in a number are extensions of xterm, the number being its
    /// parameter for modifiers.
    private static let names: [String: Key] = {
        var names: [String: Key] = [
            "kcuu1": "up", "kcud1": "down", "kcub1": "left", "kcuf1": "right", "khome": "home", "kend": "end",
            "kpp": "pgup", "knp": "pgdn", "kich1": "insert", "kdch1": "delete", "kcbt": "shift-tab",
            "kLFT": "shift-left", "kRIT": "shift-right", "kHOM": "shift-home", "kEND": "shift-end",
            "kDC": "shift-delete", "kind": "shift-down", "kri": "shift-up",
        ]
        let extended: [(String, Key.Name)] = [
            ("kUP", .up), ("kDN", .down), ("kLFT", .left), ("kRIT", .right), ("kHOM", .home), ("kEND", .end),
            ("kDC", .delete), ("kPRV", .pageUp), ("kNXT", .pageDown),
        ]
        let modifiers: [(Int, Key.Modifiers)] = [
            (3, .alt), (4, [.shift, .alt]), (5, .control), (6, [.shift, .control]), (7, [.alt, .control]),
        ]
        for (name, key) in extended {
            for (number, held) in modifiers { names["\(name)\(number)"] = .named(key, held) }
        }
        for number in 1...12 {
            guard let name = Key.Name(rawValue: "f\(number)") else { continue }
            names["kf\(number)"] = .named(name)
        }
        return names
    }()
}
