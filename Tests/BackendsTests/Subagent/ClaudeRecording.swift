import Foundation

/// What the real CLI wrote to standard output (version 2.1.330, environment details left out).
enum ClaudeRecording: String, CaseIterable {
    case hello
    case modelNotFound = "model-not-found"
    case retrying = "retrying-on-401"

    var path: String {
        URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "Recordings/claude-cli/\(rawValue).jsonl").path()
    }

    var bytes: [UInt8] {
        get throws { try Array(Data(contentsOf: URL(filePath: path))) }
    }
}
