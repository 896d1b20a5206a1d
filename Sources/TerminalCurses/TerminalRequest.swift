import Foundation

/// What a terminal can be asked beside drawing. Nobody answers: one that doesn't know a request passes over it.
enum TerminalRequest {
    /// Most bytes of base64 in one request: many terminals cut off or drop a longer one.
    static let longestClipboard = 74_994

    /// To put a text into the system's clipboard (OSC 52), by way of GNU screen where that runs.
    ///
    /// - Returns: nil for a text that is too long.
    static func clipboard(
        _ text: String, environment: [String: String] = ProcessInfo.processInfo.environment
    ) -> String? {
        let encoded = Data(text.utf8).base64EncodedString()
        guard encoded.utf8.count <= longestClipboard else { return nil }
        let sequence = "\u{1B}]52;c;\(encoded)\u{7}"
        guard environment["STY"]?.isEmpty == false else { return sequence }
        // GNU screen passes on what stands in a device control string, in pieces that it can hold.
        var rest = sequence[...]
        var wrapped = ""
        while !rest.isEmpty {
            wrapped += "\u{1B}P\(rest.prefix(longestPassed))\u{1B}\\"
            rest = rest.dropFirst(longestPassed)
        }
        return wrapped
    }

    private static let longestPassed = 250

    /// To tell the user something (OSC 9); empty inside a multiplexer, which knows by itself whom to tell of a bell.
    static func notification(
        _ text: String, environment: [String: String] = ProcessInfo.processInfo.environment
    ) -> String {
        guard environment["TMUX"] == nil, environment["STY"] == nil else { return "" }
        let words = text.unicodeScalars.filter { $0.value >= 0x20 && !(0x7F...0x9F).contains($0.value) }
        return "\u{1B}]9;\(String(String.UnicodeScalarView(words)))\u{7}"
    }
}
