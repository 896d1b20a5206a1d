import Foundation
import Terminal
import Testing

/// Compares a canvas with a text file, `<name>.txt` in a folder `Screens` beside the test file.
///
/// The file holds the rows, a blank line, then a row of letters for each row: the role of every cell, its overlay's where
/// it has one. Trailing blanks are trimmed; so are blank rows at the end of each block. With `RECORD=1` in the environment
/// the file is written instead, and the test fails if it changed, so that nobody records by accident.
///
/// - Parameter letters: the letter of a key; `?` stands for keys it leaves out, a blank for `.plain` unless it is given.
/// - Parameter looks: nil leaves colours to the theme; with a sheet, a third block says what each letter looks like.
public func expectScreen(
    _ canvas: Canvas, named name: String, letters: [StyleKey: Character] = [:], looks: StyleSheet? = nil,
    testFile: String = #filePath,
    sourceLocation: SourceLocation = #_sourceLocation
) {
    let file = URL(fileURLWithPath: testFile).deletingLastPathComponent()
        .appendingPathComponent("Screens/\(name).txt")
    let drawn = GoldenScreen.text(of: canvas, letters: letters, looks: looks)
    let recorded = try? String(contentsOf: file, encoding: .utf8)
    if recorded == drawn { return }
    if ProcessInfo.processInfo.environment["RECORD"] == "1" {
        do {
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            try drawn.write(to: file, atomically: true, encoding: .utf8)
            Issue.record("Recorded \(name).txt: look at the difference.", sourceLocation: sourceLocation)
        } catch {
            Issue.record("Can't record \(file.path): \(error)", sourceLocation: sourceLocation)
        }
        return
    }
    guard let recorded else {
        Issue.record(
            "There is no \(file.path). RECORD=1 writes it. Drawn:\n\(drawn)", sourceLocation: sourceLocation)
        return
    }
    Issue.record(
        """
        The screen differs from \(name).txt. RECORD=1 rewrites it.
        \(GoldenScreen.difference(from: recorded, to: drawn))
        """, sourceLocation: sourceLocation)
}

/// The text form of a screen.
public enum GoldenScreen {
    /// The blocks of a golden file. See `expectScreen`.
    public static func text(of canvas: Canvas, letters: [StyleKey: Character], looks: StyleSheet? = nil) -> String {
        let roles = (0..<canvas.size.height).map { y in
            trimmed(
                String(
                    canvas.row(y).map { cell in
                        let key = cell.overlay ?? cell.style
                        return letters[key] ?? (key == .plain ? " " : "?")
                    }))
        }
        let screen = block(canvas.plainRows) + "\n" + block(roles)
        guard let looks else { return screen }
        let used = Set(
            (0..<canvas.size.height).flatMap { canvas.row($0).flatMap { [$0.style, $0.overlay ?? $0.style] } })
        let legend = used.sorted { $0.rawValue < $1.rawValue }.map { key in
            "\(letters[key] ?? (key == .plain ? " " : "?")): \(words(looks[key]))"
        }
        return screen + "\n" + block(legend)
    }

    /// A look in words: foreground, background, attributes.
    static func words(_ style: Style) -> String {
        let attributes: [(TextAttributes, String)] = [
            (.bold, "bold"), (.dim, "dim"), (.italic, "italic"), (.underline, "underline"), (.reverse, "reverse"),
        ]
        let named = attributes.filter { style.attributes.contains($0.0) }.map(\.1)
        return (["\(words(style.foreground)) on \(words(style.background))"] + named).joined(separator: ", ")
    }

    private static func words(_ color: Color) -> String {
        switch color {
        case .default: return "default"
        case .palette16(let color): return "\(color)"
        case .indexed(let index): return "colour \(index)"
        case .rgb(let red, let green, let blue):
            let hex = String(Int(red) << 16 | Int(green) << 8 | Int(blue), radix: 16)
            return "#" + String(repeating: "0", count: 6 - hex.count) + hex
        }
    }

    /// The lines that differ, the recorded one marked `-`, the drawn one `+`, with their numbers.
    static func difference(from recorded: String, to drawn: String) -> String {
        let old = recorded.split(separator: "\n", omittingEmptySubsequences: false)
        let new = drawn.split(separator: "\n", omittingEmptySubsequences: false)
        var lines: [String] = []
        for index in 0..<max(old.count, new.count) {
            let before = index < old.count ? String(old[index]) : nil
            let after = index < new.count ? String(new[index]) : nil
            guard before != after else { continue }
            if let before { lines.append("\(index + 1)- \(before)") }
            if let after { lines.append("\(index + 1)+ \(after)") }
        }
        return lines.joined(separator: "\n")
    }

    private static func block(_ rows: [String]) -> String {
        var rows = rows
        while rows.last == "" { rows.removeLast() }
        return rows.map { $0 + "\n" }.joined()
    }

    private static func trimmed(_ row: String) -> String {
        String(row.reversed().drop { $0 == " " }.reversed())
    }
}
