import EscalationCore
import RungTestSupport
import Terminal
import Testing

@testable import Dashboard

/// What the user sees, as golden files: `<scene>-<width>x<height>.txt`.
@Suite struct ScreenTests {
    static let sizes = [Size(width: 80, height: 24), Size(width: 120, height: 40)]

    @Test(arguments: Scene.allCases, sizes)
    func `draws the scene as it was reviewed`(scene: Scene, size: Size) {
        expectScreen(
            scene.stage(size).canvas, named: "\(scene.rawValue)-\(size.width)x\(size.height)", letters: Role.letters)
    }

    @Test(arguments: [(1, 1), (20, 5), (30, 8), (40, 12), (60, 16), (100, 30), (200, 60)])
    func `draws a running session at any size`(width: Int, height: Int) {
        let stage = Scene.streaming.stage(Size(width: width, height: height))
        expectScreen(stage.canvas, named: "streaming-\(width)x\(height)", letters: Role.letters)
    }

    @Test func `has no glyph beyond ASCII where the terminal shows none`() {
        let stage = Scene.streaming.stage(Size(width: 80, height: 24), symbols: .ascii)
        #expect(stage.rows.allSatisfy { $0.allSatisfy(\.isASCII) })
        expectScreen(stage.canvas, named: "streaming-ascii-80x24", letters: Role.letters)
    }

    /// Dark is the look of all the others.
    @Test(arguments: ["house-light", "mono", "high-contrast"])
    func `looks as it was reviewed`(name: String) throws {
        var setup = DashboardSetup.demo
        setup.theme = try ShippedTheme.named(name, on: .dark)
        setup.colorDepth = name == "mono" ? .mono : .truecolor
        let stage = Scene.exhausted.stage(.small, setup: setup)
        expectScreen(
            stage.canvas, named: "exhausted-\(name)-80x24", letters: Role.letters, looks: stage.program.styleSheet)
    }
}
