import RungTestSupport
import Terminal
import Testing

@testable import Dashboard

@Suite struct FiguresOverlayTests {
    private static let tables = [
        FigureTable(
            "Tiers, in 12 sessions", heading: ["model", "accepted", "load p50"],
            rows: [["qwen3-1.7b", "41 %", "3.1 s"], ["größer\u{1B}[31m", "100 %", ""]]),
        FigureTable("Days", heading: ["day", "sessions"], rows: (1...40).map { ["2026-01-\($0)", "\($0)"] }),
    ]

    private func opened(_ width: Int = 80, _ height: Int = 24, _ setup: DashboardSetup = .plain) -> Stage {
        var stage = Stage(width, height, setup: setup)
        #expect(stage.press("S") == [.readFigures])
        return stage
    }

    @Test func `says that it adds up, then shows each table under its title, columns aligned`() {
        var stage = opened()
        #expect(stage.rows.contains { $0.contains("━ Statistics") && $0.contains("adding up the journal …") })

        stage.send(.figures(Self.tables))

        let rows = stage.rows
        let title = rows.firstIndex { $0.contains("━ Statistics") }!
        #expect(rows[title].contains("simulated sessions left out"))
        #expect(
            rows[(title + 1)...(title + 7)].map { $0 } == [
                " Tiers, in 12 sessions",
                " model        accepted  load p50",
                " qwen3-1.7b       41 %     3.1 s",
                " größer\u{241B}[31m     100 %",
                "",
                " Days",
                " day         sessions",
            ])
    }

    @Test func `shortens names before it cuts a figure off`() {
        var stage = opened(40, 24)
        stage.send(
            .figures([
                FigureTable(
                    "Tiers", heading: ["tier", "attempts", "accepted"],
                    rows: [["a-model-with-a-very-long-name-indeed", "12", "41 %"]])
            ]))
        #expect(stage.rows.contains { $0.contains("…") && $0.hasSuffix("        12      41 %") })
    }

    @Test func `says where the sessions are simulated ones, and where there are none`() {
        var demo = opened(80, 24, .demo)
        demo.send(.figures(Self.tables))
        #expect(demo.rows.contains { $0.contains("━ Statistics") && $0.hasSuffix("simulated sessions ━") })
        var empty = opened()
        empty.send(.figures([]))
        #expect(empty.rows.contains(" nothing to add up yet"))
    }

    @Test func `scrolls to the last line and no further, and closes with its own key`() {
        var stage = opened()
        let below = stage.rows
        stage.send(.figures(Self.tables))
        stage.press("G")
        #expect(stage.rows.contains { $0.contains("2026-01-40") })
        let end = stage.rows
        stage.press("j", "pgdn")
        #expect(stage.rows == end)
        stage.press("g")
        #expect(stage.rows.contains(" Tiers, in 12 sessions"))
        stage.press("S")
        #expect(stage.program.overlay == nil)
        #expect(stage.rows != below)
    }

    @Test func `draws at any size`() {
        for (width, height) in [(1, 1), (5, 3), (20, 5), (40, 10), (300, 80)] {
            var stage = opened(width, height)
            stage.send(.figures(Self.tables))
            stage.press("G")
            #expect(stage.rows.count == height)
        }
    }
}
