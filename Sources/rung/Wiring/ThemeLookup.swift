import Dashboard
import Foundation
import Settings

/// Finds a theme by name: in the user's folder first, then among those built in.
struct ThemeLookup {
    /// The files of `Themes/`, embedded one by one; a test compares the list with the folder.
    static let builtIn: [String: [UInt8]] = [
        "base": PackageResources.base_yaml,
        "catppuccin": PackageResources.catppuccin_yaml,
        "dracula": PackageResources.dracula_yaml,
        "dusk": PackageResources.dusk_yaml,
        "high-contrast": PackageResources.high_contrast_yaml,
        "house-dark": PackageResources.house_dark_yaml,
        "house-light": PackageResources.house_light_yaml,
        "kanagawa": PackageResources.kanagawa_yaml,
        "mono": PackageResources.mono_yaml,
        "solarized": PackageResources.solarized_yaml,
    ]

    private let folder: String?
    private let background: ThemeFile.Background

    init(environment: [String: String] = ProcessInfo.processInfo.environment) {
        folder = UserFolders(environment: environment).themes
        background = Self.background(environment["COLORFGBG"])
    }

    /// - Parameter name: as the configuration has it.
    /// - Throws: `ConfigurationError` where there is no such theme, or something in its file is wrong.
    func theme(_ name: Located<String>, of configuration: Configuration) throws -> Theme {
        guard let file = try file(name.value) else {
            throw configuration.error(
                about: name, "there is no theme '\(name.value)'",
                remedy: "Built in are \(Self.builtIn.keys.sorted().joined(separator: ", "))"
                    + (folder.map { "; yours go into \($0)." } ?? "."))
        }
        return try theme(file)
    }

    /// All themes there are, by name; one whose file is wrong with what is wrong.
    func choices() -> [ThemeChoice] {
        let files = folder.flatMap { try? FileManager.default.contentsOfDirectory(atPath: $0) } ?? []
        let own = Set(files.filter { $0.hasSuffix(".yaml") }.map { String($0.dropLast(5)) })
        return own.union(Self.builtIn.keys).sorted().compactMap { name in
            do throws(ConfigurationError) {
                guard let file = try file(name) else { return nil }
                return ThemeChoice(name: name, theme: try theme(file), note: own.contains(name) ? "yours" : "")
            } catch {
                return ThemeChoice(name: name, theme: nil, note: String(describing: error))
            }
        }
    }

    private func theme(_ file: ThemeFile) throws(ConfigurationError) -> Theme {
        let entries = try file.entries(on: background) { name throws(ConfigurationError) in try self.file(name) }
        return Theme(
            entries: entries.map { entry in
                ThemeEntry(
                    role: entry.role, foreground: entry.foreground, background: entry.background,
                    color256: entry.color256, color16: entry.color16, mono: entry.mono, glyph: entry.glyph,
                    ascii: entry.ascii)
            })
    }

    /// - Returns: nil where there is no theme of that name.
    private func file(_ name: String) throws(ConfigurationError) -> ThemeFile? {
        let roles = Role.allCases.map(\.name)
        if let path = folder.map({ "\($0)/\(name).yaml" }), !name.contains("/"),
            let data = FileManager.default.contents(atPath: path)
        {
            return try ThemeFile(parsing: String(decoding: data, as: UTF8.self), file: path, roles: roles)
        }
        guard let bytes = Self.builtIn[name] else { return nil }
        return try ThemeFile(
            parsing: String(decoding: bytes, as: UTF8.self), file: "the built-in theme '\(name)'", roles: roles)
    }

    /// What terminals that set `COLORFGBG` say of their background: the last number is its colour among the 16, and 7
    /// and 9 to 15 are the light ones. Dark where nothing is said.
    static func background(_ colors: String?) -> ThemeFile.Background {
        guard let last = colors?.split(separator: ";").last, let number = Int(last) else { return .dark }
        return number == 7 || (9...15).contains(number) ? .light : .dark
    }
}
