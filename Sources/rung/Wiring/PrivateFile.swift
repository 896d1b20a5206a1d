import Foundation

/// A file for another program to read or write, in a folder that nobody else can look into; both are gone afterwards.
struct PrivateFile {
    let path: String

    /// - Parameter name: of the file; its extension tells an editor what is in it.
    /// - Throws: `TerminalLoanError` where it can't be written.
    static func with<Value>(
        _ text: String, named name: String, isolation: isolated (any Actor)? = #isolation,
        _ body: (PrivateFile) async throws -> Value
    ) async throws -> Value {
        var template = Array((FileManager.default.temporaryDirectory.path + "/rung-XXXXXX").utf8CString)
        guard mkdtemp(&template) != nil else { throw failure(errno) }
        let folder = template.withUnsafeBufferPointer { String(cString: $0.baseAddress!) }
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let file = PrivateFile(path: "\(folder)/\(name)")
        let attributes: [FileAttributeKey: Any] = [.posixPermissions: 0o600]
        guard FileManager.default.createFile(atPath: file.path, contents: Data(text.utf8), attributes: attributes)
        else {
            throw failure(errno)
        }
        return try await body(file)
    }

    /// - Throws: `TerminalLoanError` where it is gone, or no longer text.
    func read() throws -> String {
        guard let data = FileManager.default.contents(atPath: path), let text = String(data: data, encoding: .utf8)
        else {
            throw TerminalLoanError("What the editor left can't be read as text.")
        }
        return text
    }

    private static func failure(_ number: Int32) -> TerminalLoanError {
        TerminalLoanError(
            "Can't write a temporary file in \(FileManager.default.temporaryDirectory.path) "
                + "(\(String(cString: strerror(number)).lowercased())). Make room there, or set TMPDIR.")
    }
}
