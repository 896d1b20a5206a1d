import Foundation

/// One exchange with a real server, as `curl` saw it.
struct Recording: Sendable {
    /// The command, or what the step was about; empty where the file doesn't say.
    var title: String
    /// 200 where the file holds a bare body.
    var status: Int
    /// Names in lower case.
    var headers: [String: String]
    var body: String

    /// The exchanges in a file of the folder Recordings, in order.
    ///
    /// Two kinds of files: lines with the seconds since the recorder's start in a margin, and plain ones that may hold
    /// several exchanges, each after a line `### seconds command`. Files without a status line are one body.
    static func all(in path: String) throws -> [Recording] {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        let text = try String(contentsOf: folder.appending(path: "Recordings/\(path)"), encoding: .utf8)
        guard text.hasPrefix("###") || text.hasPrefix("HTTP/") else {
            return [Recording(title: "", status: 200, headers: [:], body: text)]
        }
        let lines = text.replacing("\r\n", with: "\n").split(separator: "\n", omittingEmptySubsequences: false)
        var exchanges: [(title: String, lines: [Substring])] = lines[0].hasPrefix("###") ? [] : [("", [])]
        for line in lines {
            if line.hasPrefix("###") {
                // The margin of a title is as wide as the others'; `### done` ends the file.
                if !line.hasPrefix("### done") { exchanges.append((String(line.dropFirst(13)), [])) }
            } else if !line.hasPrefix("curl") {
                exchanges[exchanges.count - 1].lines.append(withoutMargin(line))
            }
        }
        // A step without a request, or one that got no reply.
        let replies = exchanges.filter { !$0.lines.allSatisfy(\.isEmpty) }
        return try replies.map { try Recording(title: $0.title, lines: $0.lines) }
    }

    /// A recorded stream of events, without its margin, byte for byte as the server sent it.
    static func events(in path: String) throws -> String {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        let text = try String(contentsOf: folder.appending(path: "Recordings/\(path)"), encoding: .utf8)
        return text.split(separator: "\n", omittingEmptySubsequences: false).map(withoutMargin).joined(separator: "\n")
    }

    static func only(in path: String) throws -> Recording {
        let all = try all(in: path)
        guard all.count == 1 else { throw Unreadable(reason: "\(path) has \(all.count) exchanges") }
        return all[0]
    }

    /// Those of the folder's files that end with one of the suffixes, by path.
    static func paths(endingWith suffixes: String...) -> [String] {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        let found = FileManager.default.enumerator(atPath: folder.appending(path: "Recordings").path)
        return (found?.compactMap { $0 as? String } ?? []).filter { path in suffixes.contains { path.hasSuffix($0) } }
            .sorted()
    }

    /// The bytes of a file that is no exchange.
    static func text(of path: String) throws -> String {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        return try String(contentsOf: folder.appending(path: "Recordings/\(path)"), encoding: .utf8)
    }

    struct Unreadable: Error { var reason: String }

    /// Without `   1.48s `, and without what curl wrote behind a body that ended in the middle of a line.
    private static func withoutMargin(_ line: Substring) -> Substring {
        let line = line.firstRange(of: "[curl exit").map { line[..<$0.lowerBound] } ?? line
        return (try? /[ ]*[0-9]+\.[0-9]{2}s[ ]/.prefixMatch(in: line)).map { line[$0.range.upperBound...] } ?? line
    }

    private init(title: String, status: Int, headers: [String: String], body: String) {
        self.title = title
        self.status = status
        self.headers = headers
        self.body = body
    }

    private init(title: String, lines: [Substring]) throws {
        guard let start = lines.first, start.hasPrefix("HTTP/1.1 "), let status = Int(start.dropFirst(9).prefix(3)),
            let blank = lines.firstIndex(of: "")
        else { throw Unreadable(reason: "no status line under \(title)") }
        let headers = lines[1..<blank].map { $0.split(separator: ":", maxSplits: 1) }
        self.init(
            title: title, status: status,
            headers: Dictionary(
                uniqueKeysWithValues: headers.map { ($0[0].lowercased(), $0[1].drop { $0 == " " }.description) }),
            body: lines[(blank + 1)...].joined(separator: "\n"))
    }
}

extension [UInt8] {
    /// Its lines, each with its line feed; what follows the last is one too.
    var lines: [[UInt8]] {
        var lines: [[UInt8]] = []
        var start = startIndex
        for index in indices where self[index] == UInt8(ascii: "\n") {
            lines.append(Array(self[start...index]))
            start = index + 1
        }
        if start < endIndex { lines.append(Array(self[start...])) }
        return lines
    }
}
