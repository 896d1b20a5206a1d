import Foundation

extension Configuration {
    /// Reads and checks a file.
    ///
    /// - Throws: where it can't be read or is no UTF-8 (`unreadable`), or something in it is wrong (`invalid`).
    public init(
        contentsOf path: String, accepting names: AcceptedNames = AcceptedNames(), home: String? = nil
    ) throws(ConfigurationError) {
        let data: Data
        do {
            data = try Data(contentsOf: URL(fileURLWithPath: path))
        } catch {
            throw ConfigurationError(
                .unreadable, file: path, reason: "the file can't be read (\(Self.words(for: error, at: path)))",
                remedy: "Check that it is a file, and that you may read it.")
        }
        guard let text = String(validating: data, as: UTF8.self) else {
            throw ConfigurationError(
                .unreadable, file: path, reason: "the file is not UTF-8", remedy: "Save it as UTF-8.")
        }
        try self.init(parsing: text, file: path, accepting: names, home: home)
    }

    private static func words(for error: any Error, at path: String) -> String {
        var isFolder: ObjCBool = false
        // Foundation has no words for it.
        if FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder.boolValue {
            return "it is a folder"
        }
        return ((error as NSError).userInfo[NSUnderlyingErrorKey] as? NSError)?.localizedDescription
            ?? error.localizedDescription
    }
}
