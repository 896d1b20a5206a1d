extension LineEditor {
    /// Does what readline does for `key`.
    ///
    /// Enter, Esc and Tab are the caller's; so are Up on the first line and Down on the last (history), and Ctrl-D in an
    /// empty text (leave). A new line is Ctrl-J, or Alt-Enter.
    /// - Returns: whether the key meant something here.
    @discardableResult
    public mutating func handle(_ key: Key) -> Bool {
        switch key {
        case .character(let character): type(character)
        case .paste(let text): insert(text)
        case .control(let letter): return handleControl(letter)
        case .alt(let letter): return handleAlt(letter)
        case .named(let name, let modifiers): return handleNamed(name, modifiers)
        case .pointer, .focus: return false
        }
        return true
    }

    private mutating func handleControl(_ letter: Character) -> Bool {
        switch letter {
        case "a": moveCaret(to: lineStart(before: caret))
        case "e": moveCaret(to: lineEnd(from: caret))
        case "b": moveCaret(to: caret - 1)
        case "f": moveCaret(to: caret + 1)
        case "p": return moveUp()
        case "n": return moveDown()
        case "d":
            guard !isEmpty else { return false }
            deleteForward()
        case "k": killToLineEnd()
        case "u": killToLineStart()
        case "w": killWordBackward(endingAtBlanks: true)
        case "y": yank()
        case "j": insert("\n")
        case "_": undo()
        case "?": deleteBackward()
        default: return false
        }
        return true
    }

    private mutating func handleAlt(_ letter: Character) -> Bool {
        switch letter {
        case "b": moveCaret(to: wordStart(before: caret))
        case "f": moveCaret(to: wordEnd(after: caret))
        case "d": killWordForward()
        case "y": yankPrevious()
        case "<": moveCaret(to: 0)
        case ">": moveCaret(to: count)
        default: return false
        }
        return true
    }

    private mutating func handleNamed(_ name: Key.Name, _ modifiers: Key.Modifiers) -> Bool {
        let byWords = !modifiers.isDisjoint(with: [.control, .alt])
        switch name {
        case .left: moveCaret(to: byWords ? wordStart(before: caret) : caret - 1)
        case .right: moveCaret(to: byWords ? wordEnd(after: caret) : caret + 1)
        case .up: return moveUp()
        case .down: return moveDown()
        case .home: moveCaret(to: byWords ? 0 : lineStart(before: caret))
        case .end: moveCaret(to: byWords ? count : lineEnd(from: caret))
        case .backspace: if byWords { killWordBackward() } else { deleteBackward() }
        case .delete: if byWords { killWordForward() } else { deleteForward() }
        case .enter where modifiers.contains(.alt): insert("\n")
        default: return false
        }
        return true
    }
}
