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
public func expectScreen(
    _ canvas: Canvas, named name: String, letters: [StyleKey: Character] = [:], testFile: String = #filePath,
    sourceLocation: SourceLocation = #_sourceLocation
) {
    let file = URL(fileURLWithPath: testFile).deletingLastPathComponent()
        .appendingPathComponent("Screens/\(name).txt")
    let drawn = GoldenScreen.text(of: canvas, letters: letters)
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
    /// The two blocks of a golden file. See `expectScreen`.
    public static func text(of canvas: Canvas, letters: [StyleKey: Character]) -> String {
        let roles = (0..<canvas.size.height).map { y in
            trimmed(
                String(
                    canvas.row(y).map { cell in
                        let key = cell.overlay ?? cell.style
                        return letters[key] ?? (key == .plain ? " " : "?")
                    }))
        }
        return block(canvas.plainRows) + "\n" + block(roles)
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
