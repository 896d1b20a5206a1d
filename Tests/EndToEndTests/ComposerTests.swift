import Foundation
import RungTestSupport
import Testing

/// Writing a task on a real terminal, with what is kept on the disk.
@Suite struct `The composer on a terminal` {
    @Test func `recalls the tasks of earlier runs, from a file that is the user's alone`() async throws {
        try await RungProgram.withHome { rung in
            try rung.configureHanging()
            try await rung.onTerminal { terminal in
                try await terminal.waitUntil { $0.contains("READY") }
                await terminal.send("iname a prime\r")
                try await terminal.waitUntil { $0.contains("ACCEPTED") }
                await terminal.send("Q")
                _ = try await terminal.waitForEnd()
            }
            let file = rung.home.appending(path: ".local/state/rung/history").path
            #expect(try String(contentsOfFile: file, encoding: .utf8) == "\"name a prime\"\n")
            #expect(try FileManager.default.attributesOfItem(atPath: file)[.posixPermissions] as? Int == 0o600)
            try await rung.onTerminal { terminal in
                try await terminal.waitUntil { $0.contains("READY") }
                await terminal.send("i\u{12}")
                try await terminal.waitUntil { $0.contains("Earlier tasks") && $0.contains("name a prime") }
                await terminal.send("prime\r")
                try await terminal.waitUntil { $0.contains("> name a prime") }
            }
        }
    }

    @Test func `writes in the user's editor, and takes the terminal back whole`() async throws {
        try await RungProgram.withHome { rung in
            try rung.configureHanging()
            let editor = try rung.write(
                "#!/bin/sh\nstat -c %a \"$1\" >\"$HOME/mode\"\nprintf ' and more' >>\"$1\"\necho edited\n", to: "editor"
            )
            try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: editor)
            try await rung.onTerminal(environment: ["EDITOR": editor]) { terminal in
                try await terminal.waitUntil { $0.contains("READY") }
                await terminal.send("ia thought")
                try await terminal.waitUntil { $0.contains("> a thought") }
                await terminal.send("\u{07}")
                try await terminal.waitUntil { $0.isAlternate && $0.contains("> a thought and more") }
                await terminal.send("!")
                try await terminal.waitUntil { $0.contains("> a thought and more!") }
            }
            let mode = try String(contentsOf: rung.home.appending(path: "mode"), encoding: .utf8)
            #expect(mode == "600\n")
        }
    }

    @Test(arguments: [
        ("false", "The editor 'false' failed (exit code 1). The task is as it was."),
        ("no-such-editor", "Can't run the editor 'no-such-editor'. Install it, or set EDITOR to another."),
    ])
    func `says that an editor fails or is missing, and keeps the draft`(editor: String, says: String) async throws {
        try await RungProgram.withHome { rung in
            try rung.configureHanging()
            try await rung.onTerminal(size: (120, 30), environment: ["EDITOR": editor]) { terminal in
                try await terminal.waitUntil { $0.contains("READY") }
                await terminal.send("ia thought")
                try await terminal.waitUntil { $0.contains("> a thought") }
                await terminal.send("\u{07}")
                try await terminal.waitUntil { $0.isAlternate && $0.contains(says) && $0.contains("> a thought") }
            }
        }
    }

    @Test func `completes the path of a file under the working directory`() async throws {
        try await RungProgram.withHome { rung in
            try rung.configureHanging()
            try rung.write("", to: "notes/today.md")
            let environment = ["HOME": rung.home.path]
            try await withPseudoTerminal(
                "/bin/sh", ["-c", "cd && exec '\(RungProgram.path)'"], environment: environment
            ) { terminal in
                try await terminal.waitUntil { $0.contains("READY") }
                await terminal.send("isum up @no\t")
                try await terminal.waitUntil { $0.contains("> sum up @notes/") }
                await terminal.send("\t")
                try await terminal.waitUntil { $0.contains("> sum up @notes/today.md") }
            }
        }
    }
}
