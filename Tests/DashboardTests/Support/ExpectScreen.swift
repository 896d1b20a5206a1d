import Foundation
import Terminal
import Testing

@testable import Dashboard

/// Compares a screen with the golden file of that name: its text, an empty line, and one letter a cell for its role.
///
/// With `RECORD=1` in the environment the file is written instead; review the difference like code.
func expectScreen(_ canvas: Canvas, named name: String, sourceLocation: SourceLocation = #_sourceLocation) throws {
    let file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Screens/\(name).txt")
    let drawn = (canvas.plainRows + [""] + roleRows(canvas)).joined(separator: "\n") + "\n"
    if ProcessInfo.processInfo.environment["RECORD"] == "1" {
        try drawn.write(to: file, atomically: true, encoding: .utf8)
        return
    }
    let golden = try String(contentsOf: file, encoding: .utf8)
    #expect(drawn == golden, "\(name) differs; it is now:\n\(drawn)", sourceLocation: sourceLocation)
}

/// One letter a cell: the role it was drawn in, or that of its overlay. Trailing blanks are trimmed.
private func roleRows(_ canvas: Canvas) -> [String] {
    (0..<canvas.size.height).map { y in
        let letters = canvas.row(y).map { cell in
            let role = cell.overlay.flatMap(Role.init) ?? Role(cell.style)
            return cell.glyph == " " && cell.overlay == nil ? " " : role?.letter ?? "?"
        }
        return String(String(letters).reversed().drop { $0 == " " }.reversed())
    }
}
