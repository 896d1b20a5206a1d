import Terminal
import Testing

struct WidgetTests {
    private let accent = StyleKey(rawValue: 1)

    private func drawn(
        width: Int, height: Int, symbols: Canvas.Symbols = .unicode, _ draw: (inout Canvas, Rect) -> Void
    ) -> [String] {
        var canvas = Canvas(size: Size(width: width, height: height), symbols: symbols)
        draw(&canvas, canvas.bounds)
        return canvas.plainRows
    }

    @Test func `every widget draws in any rectangle and nowhere else`() {
        let sizes = [(0, 0), (0, 3), (3, 0), (1, 1), (2, 1), (1, 2), (3, 2)]
        for (width, height) in sizes {
            var canvas = Canvas(width: 8, height: 6)
            canvas.fill(canvas.bounds, with: ".")
            let rect = Rect(x: 3, y: 2, width: width, height: height)
            Label("日本 label", alignment: .centre).draw(on: &canvas, in: rect)
            Paragraph("日本 two\nthree").draw(on: &canvas, in: rect)
            Rule("日本", note: "note", isFocused: true).draw(on: &canvas, in: rect)
            Frame(Rule("日本")).draw(on: &canvas, in: rect)
            Gauge(0.7).draw(on: &canvas, in: rect)
            Sparkline([1, 2, 3]).draw(on: &canvas, in: rect)
            ListView(count: 3, state: ListState(selection: 1), selectionOverlay: accent) { StyledLine("日 \($0)") }
                .draw(on: &canvas, in: rect)
            TextArea(LineEditor("日本\ntext"), placeholder: TextRun("type")).draw(on: &canvas, in: rect)
            for y in 0..<6 {
                for x in 0..<8 where !rect.contains(x: x, y: y) {
                    #expect(canvas[x, y].glyph == ".", "\(x), \(y) of \(rect)")
                }
            }
        }
    }

    @Test func `a label stands where it is aligned, cut where it doesn't fit`() {
        #expect(drawn(width: 8, height: 1) { Label("text").draw(on: &$0, in: $1) } == ["text"])
        #expect(drawn(width: 8, height: 1) { Label("text", alignment: .right).draw(on: &$0, in: $1) } == ["    text"])
        #expect(drawn(width: 8, height: 1) { Label("text", alignment: .centre).draw(on: &$0, in: $1) } == ["  text"])
        #expect(drawn(width: 3, height: 1) { Label("text").draw(on: &$0, in: $1) } == ["te…"])
        #expect(drawn(width: 3, height: 1, symbols: .ascii) { Label("text").draw(on: &$0, in: $1) } == ["te~"])
    }

    @Test func `a paragraph shows the lines from its scroll on`() {
        let rows = drawn(width: 5, height: 2) { Paragraph("one two three four", scroll: 1).draw(on: &$0, in: $1) }
        #expect(rows == ["two", "three"])
        let end = drawn(width: 5, height: 2) { Paragraph("one two", scroll: 99).draw(on: &$0, in: $1) }
        #expect(end == ["two", ""])
    }

    @Test func `a rule is heavy while it has the focus, and drops a note without room`() {
        #expect(
            drawn(width: 20, height: 1) { Rule("Answer", note: "3").draw(on: &$0, in: $1) } == ["─ Answer ─────── 3 ─"])
        #expect(
            drawn(width: 12, height: 1) { Rule("Answer", note: "long note", isFocused: true).draw(on: &$0, in: $1) }
                == ["━ Answer ━━━"])
        #expect(
            drawn(width: 12, height: 1, symbols: .ascii) { Rule("A", isFocused: true).draw(on: &$0, in: $1) }
                == ["= A ========"])
    }

    @Test func `a frame leaves its inside`() {
        var inside = Rect.zero
        let rows = drawn(width: 8, height: 3) { inside = Frame(Rule("T")).draw(on: &$0, in: $1) }
        #expect(rows == ["┌ T ───┐", "│      │", "└──────┘"])
        #expect(inside == Rect(x: 1, y: 1, width: 6, height: 1))
    }

    @Test(arguments: [
        (0.0, "░░░░"), (0.5, "██░░"), (0.53, "██▏░"), (1.0, "████"), (7.0, "████"), (-1, "░░░░"), (.nan, "░░░░"),
    ])
    func `a gauge is filled to its fraction`(fraction: Double, row: String) {
        #expect(drawn(width: 4, height: 1) { Gauge(fraction).draw(on: &$0, in: $1) } == [row])
    }

    @Test func `a sparkline shows the newest values, scaled to the largest`() {
        #expect(
            drawn(width: 4, height: 1) { Sparkline([9, 0, 1, .nan, 7]).draw(on: &$0, in: $1) } == ["▁▂▁█"])
        #expect(drawn(width: 4, height: 1) { Sparkline([0, 0]).draw(on: &$0, in: $1) } == ["  ▁▁"])
    }

    @Test func `a list keeps its selection on the screen, scrolling as little as it can`() {
        var state = ListState(selection: 0)
        func rows() -> [String] {
            drawn(width: 6, height: 3) { canvas, rect in
                ListView(count: 9, state: state) { StyledLine("row \($0)") }.draw(on: &canvas, in: rect)
            }
        }
        state.move(by: 4, count: 9)
        state.reveal(count: 9, height: 3)
        #expect(rows() == ["row 2", "row 3", "row 4"])
        state.move(by: -1, count: 9)
        state.reveal(count: 9, height: 3)
        #expect(rows() == ["row 2", "row 3", "row 4"])
        state.move(by: .max, count: 9)
        #expect(state.selection == 8)
        #expect(rows() == ["row 6", "row 7", "row 8"])
        state.move(by: .min, count: 9)
        #expect(state.selection == 0)
        state.move(by: 1, count: 0)
        #expect(state.selection == nil)
    }

    @Test func `a text area puts the cursor at the caret while it has the focus`() {
        var canvas = Canvas(width: 10, height: 3)
        TextArea(LineEditor("ab日")).draw(on: &canvas, in: Rect(x: 2, y: 1, width: 5, height: 2))
        #expect(canvas.cursor == Canvas.Position(x: 6, y: 1))
        #expect(canvas.plainRows == ["", "  ab日", ""])
        canvas.clear()
        TextArea(LineEditor(), placeholder: TextRun("type"), isFocused: false)
            .draw(on: &canvas, in: canvas.bounds)
        #expect(canvas.cursor == nil)
        #expect(canvas.plainRows[0] == "type")
    }
}
