import Terminal
import Testing

@testable import Dashboard

/// A list that what is typed narrows.
@Suite struct ChooserTests {
    @Test func `starts at the item that holds now`() {
        #expect(chooser(["one", "two", "three"], current: "two").selected?.name == "two")
        #expect(chooser(["one", "two"]).selected?.name == "one")
        #expect(chooser([]).selected == nil)
    }

    @Test func `narrows to what matches, the best first, and finds aliases after names`() {
        var chooser = chooser(["solarized", "dusk", "mono", "house-dark"])
        chooser.startTyping()
        for key in ["d", "u"] as [Key] { chooser.type(key) }
        #expect(names(chooser) == ["dusk"])
        chooser.type("backspace")
        #expect(names(chooser) == ["dusk", "house-dark", "solarized"])
        var aliased = Chooser([
            .init(value: 1, name: "go on", alias: "follow"), .init(value: 2, name: "follow the answer"),
        ])
        aliased.startTyping()
        for key in ["f", "o", "l"] as [Key] { aliased.type(key) }
        #expect(aliased.shown.map { aliased.items[$0.item].value } == [2, 1])
    }

    @Test func `keeps what was found selected when the filter is taken away`() {
        var chooser = chooser(["one", "two", "three"])
        chooser.startTyping()
        for key in ["t", "h", "esc"] as [Key] { chooser.type(key) }
        #expect(names(chooser) == ["one", "two", "three"])
        #expect(chooser.selected?.name == "three")
        #expect(!chooser.isTyping)
    }

    @Test func `moves with the arrows while it is typed into, and stops at both ends`() {
        var chooser = chooser(["one", "two", "three"])
        chooser.startTyping()
        for key in ["down", "down", "down", "up"] as [Key] { chooser.type(key) }
        #expect(chooser.selected?.name == "two")
        chooser.move(by: -DashboardProgram.far)
        #expect(chooser.selected?.name == "one")
    }

    @Test func `marks what was found, and says when nothing was`() {
        var chooser = chooser(["one", "two"])
        chooser.startTyping()
        chooser.type("o")
        var canvas = Canvas(width: 20, height: 3)
        chooser.drawItems(on: &canvas, in: canvas.bounds, Theme.builtIn.glyphs(.unicode))
        #expect(canvas.plainRows == [" one", " two", ""])
        #expect(canvas[1, 0].style == Role.match.key)
        #expect(canvas[3, 1].style == Role.match.key)
        #expect(canvas[2, 0].style == Role.text.key)
        chooser.type("z")
        canvas.clear()
        chooser.drawItems(on: &canvas, in: canvas.bounds, Theme.builtIn.glyphs(.unicode))
        #expect(canvas.plainRows == [" nothing matches", "", ""])
    }

    private func chooser(_ names: [String], current: String = "") -> Chooser<String> {
        Chooser(names.map { .init(value: $0, name: $0, isCurrent: $0 == current) })
    }

    private func names(_ chooser: Chooser<String>) -> [String] { chooser.shown.map { chooser.items[$0.item].name } }
}
