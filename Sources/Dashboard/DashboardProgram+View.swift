import Terminal

extension DashboardProgram {
    /// Draws the screen; what is out of sight costs nothing.
    public func view(on canvas: inout Canvas) {
        let layout = ScreenLayout(self)
        StatusBar(self).draw(on: &canvas, in: layout.status)
        if let shown, !layout.task.isEmpty {
            let task = OneLine.folded(shown.task)
            if layout.kind == .tiny {
                Label(task, style: Role.title.key).draw(on: &canvas, in: layout.task)
            } else {
                Rule(pane: task, isFocused: false).draw(on: &canvas, in: layout.task)
            }
        }
        drawPanes(on: &canvas, layout)
        if let replay { ReplayBar(replay, glyphs).draw(on: &canvas, in: layout.replayBar) }
        let titlesComposer = layout.kind != .tiny && size.height >= 14
        ComposerPane(self).draw(on: &canvas, in: layout.composer, showsTitle: titlesComposer)
        overlay?.draw(on: &canvas, in: layout.body, self)
        if !layout.hint.isEmpty {
            HintLine(self).draw(on: &canvas, in: layout.hint)
        } else if HintLine.isPressing(self) && size.height >= 2 {
            HintLine(self).draw(on: &canvas, in: canvas.bounds.row(size.height - 1))
        }
    }

    private func drawPanes(on canvas: inout Canvas, _ layout: ScreenLayout) {
        guard shown != nil else {
            if !layout.chain.isEmpty { drawChain(on: &canvas, layout) }
            SamplesPane(self).draw(on: &canvas, in: layout.attempts)
            drawDividers(on: &canvas, layout)
            return
        }
        let showsTitle = layout.kind != .tiny
        if !layout.chain.isEmpty { drawChain(on: &canvas, layout) }
        if !layout.attempts.isEmpty {
            AttemptsPane(self, showsTask: layout.task.isEmpty).draw(on: &canvas, in: layout.attempts)
        }
        if !layout.verdict.isEmpty {
            let text = showsTitle ? layout.verdictText : layout.verdict
            VerdictPane(self).draw(on: &canvas, in: layout.verdict, text: text, showsTitle: showsTitle)
        }
        if !layout.answer.isEmpty {
            AnswerPane(self).draw(on: &canvas, in: layout.answer, text: layout.answerText, showsTitle: showsTitle)
        }
        if !layout.told.isEmpty { ToldPane(self).draw(on: &canvas, in: layout.told) }
        if !layout.timeline.isEmpty { TimelinePane(self).draw(on: &canvas, in: layout.timeline) }
        drawDividers(on: &canvas, layout)
    }

    private func drawChain(on canvas: inout Canvas, _ layout: ScreenLayout) {
        if layout.isBesideRail {
            ChainPane(self).drawList(on: &canvas, in: layout.chain)
        } else {
            ChainPane(self).drawStrip(on: &canvas, in: layout.chain)
        }
    }

    private func drawDividers(on canvas: inout Canvas, _ layout: ScreenLayout) {
        for divider in layout.dividers {
            canvas.verticalLine(at: divider.x, divider.y, length: divider.height, style: Role.border.key)
        }
    }
}
