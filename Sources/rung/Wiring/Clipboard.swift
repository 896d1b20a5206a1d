import Foundation
import Subprocesses
import TerminalCurses

/// Puts texts where they can be pasted from: into tmux's buffer where tmux runs, else into the clipboard by way of the
/// terminal.
struct Clipboard: Sendable {
    let display: any TerminalScreen
    var environment = ProcessInfo.processInfo.environment

    /// - Parameter name: what the text is called.
    /// - Returns: where it went, in a sentence.
    func put(_ text: String, name: String) async throws -> String {
        if environment["TMUX"]?.isEmpty == false, let words = try await putInTmux(text, name: name) { return words }
        if await display.setClipboard(text) { return "copied \(name) to the clipboard, by the terminal (OSC 52)" }
        let size = Double(text.utf8.count) / 1_024
        return "\(name) is too long for the terminal's clipboard (\(Int(size.rounded(.up))) KiB of at most 54): "
            + "open it in an editor, or pipe it to a command"
    }

    /// - Returns: nil where tmux doesn't take it; the terminal may.
    private func putInTmux(_ text: String, name: String) async throws -> String? {
        // -w passes it on to the terminal's clipboard as well, from tmux 3.2 on; before that, the buffer has to do.
        for (option, place) in [(["-w"], "tmux's buffer and the clipboard"), ([], "tmux's buffer")] {
            let command = Command(["tmux", "load-buffer"] + option + ["-"])
            do {
                if try await command.run(input: Array(text.utf8)).status.isSuccess {
                    return "copied \(name) to \(place)"
                }
            } catch is CommandError {
                return nil
            }
        }
        return nil
    }
}
