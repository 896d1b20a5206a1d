import Dashboard
import Foundation
import Settings

/// The theme files at the root of the checkout.
enum ShippedTheme {
    private static let folder = URL(filePath: #filePath).appending(path: "../../../../Themes").standardizedFileURL

    static let names: [String] = {
        let files = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        return files.filter { $0.hasSuffix(".yaml") }.map { String($0.dropLast(5)) }.sorted()
    }()

    static func named(_ name: String, on background: ThemeFile.Background) throws -> Theme {
        let entries = try file(name).entries(on: background) { name throws(ConfigurationError) in try file(name) }
        return Theme(
            entries: entries.map { entry in
                ThemeEntry(
                    role: entry.role, foreground: entry.foreground, background: entry.background,
                    color256: entry.color256, color16: entry.color16, mono: entry.mono, glyph: entry.glyph,
                    ascii: entry.ascii)
            })
    }

    private static func file(_ name: String) throws(ConfigurationError) -> ThemeFile {
        let url = folder.appending(path: name + ".yaml")
        guard let text = try? String(contentsOf: url, encoding: .utf8) else {
            throw ConfigurationError(.unreadable, file: url.lastPathComponent, reason: "it can't be read")
        }
        return try ThemeFile(parsing: text, file: url.lastPathComponent, roles: Role.allCases.map(\.name))
    }
}
