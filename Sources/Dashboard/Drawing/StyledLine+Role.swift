import Terminal

extension StyledLine {
    init(_ text: String, _ role: Role) { self.init(text, style: role.key) }

    mutating func append(_ text: some StringProtocol, _ role: Role) { append(text, style: role.key) }

    func appending(_ text: some StringProtocol, _ role: Role) -> StyledLine {
        var line = self
        line.append(text, role)
        return line
    }

    /// The first columns of the line, ended by an ellipsis where something is left out.
    func truncated(to width: Int) -> StyledLine {
        guard self.width > width else { return self }
        var line = StyledLine()
        var room = width
        for run in runs {
            let columns = TextWidth.of(run.text)
            if columns < room || columns == room && run == runs.last {
                line.append(run.text, style: run.style)
                room -= columns
            } else {
                // The ellipsis is wanted even where the run ends just at the edge: more follows.
                line.append(TextWrap.truncate(run.text + (run == runs.last ? "" : "  "), to: room), style: run.style)
                break
            }
        }
        return line
    }
}

extension Rule {
    /// A pane's title in the dashboard's roles.
    init(pane title: String, note: String = "", isFocused: Bool) {
        self.init(
            title, note: note, isFocused: isFocused,
            lineStyle: isFocused ? Role.focusedBorder.key : Role.border.key, titleStyle: Role.title.key)
    }
}
