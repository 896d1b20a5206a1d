import Foundation
import Journal
import Settings

/// Whether sessions can be recorded, and those recorded be read.
enum JournalCheck {
    /// - Parameter configuration: nil where there is none.
    static func finding(for configuration: Configuration?) -> Finding {
        let choice: JournalChoice
        do {
            choice = try JournalChoice(file: nil, configuration: configuration)
        } catch let error as CommandFailure {
            return Finding("journal", .error, error.message, failure: .configuration)
        } catch {
            return Finding("journal", .error, String(describing: error), failure: .configuration)
        }
        guard case .file(let path) = choice else { return Finding("journal", .ok, "off, as the configuration says") }
        guard FileManager.default.fileExists(atPath: path) else { return missing(path) }
        do {
            _ = try JournalReader(opening: path)
        } catch {
            return Finding("journal", .error, String(describing: error), failure: .configuration)
        }
        // SQLite writes files of its own beside it.
        let folder = URL(filePath: path).deletingLastPathComponent().path
        guard let locked = [path, folder].first(where: { !FileManager.default.isWritableFile(atPath: $0) }) else {
            return Finding("journal", .ok, "\(path) can be read and written")
        }
        return Finding(
            "journal", .error, "\(locked) can't be written",
            remedy: "Change its permissions, or name another file by 'journal' in the configuration.",
            failure: .configuration)
    }

    /// Of a journal that the first session would make.
    private static func missing(_ path: String) -> Finding {
        var folder = URL(filePath: path).deletingLastPathComponent()
        while folder.path != "/", !FileManager.default.fileExists(atPath: folder.path) {
            folder.deleteLastPathComponent()
        }
        var isFolder: ObjCBool = false
        _ = FileManager.default.fileExists(atPath: folder.path, isDirectory: &isFolder)
        guard isFolder.boolValue, FileManager.default.isWritableFile(atPath: folder.path) else {
            return Finding(
                "journal", .error, "\(path) isn't there, and can't be made in \(folder.path)",
                remedy:
                    "Make that a folder that can be written, or name another file by 'journal' in the configuration.",
                failure: .configuration)
        }
        return Finding("journal", .ok, "\(path) will be made by the first session")
    }
}
