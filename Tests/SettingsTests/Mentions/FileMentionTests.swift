import Foundation
import Settings
import Testing

@Suite struct `An @ in a task` {
    @Test(arguments: [
        ("review @Sources/main.swift", ["Sources/main.swift"]),
        (
            "@README.md and @./Makefile, @../x, @/etc/hosts, @~/notes.",
            ["README.md", "./Makefile", "../x", "/etc/hosts", "~/notes"]
        ),
        ("(see @a.txt) \"@b.txt\" [@c.txt]", ["a.txt", "b.txt", "c.txt"]),
        ("is it @a.txt? or @b.txt: no, @a.txt!", ["a.txt", "b.txt"]),
        ("@\"my notes.txt\" please", ["my notes.txt"]),
        ("line\n@a/b\tc", ["a/b"]),
        ("@źródła/główny.swift", ["źródła/główny.swift"]),
    ])
    func `names a file`(_ text: String, _ paths: [String]) {
        let found = FileMention.all(in: text)
        #expect(found.mentions.map(\.path) == paths)
        #expect(found.text == text)
    }

    @Test(arguments: [
        "write a @Test", "@main struct A {}", "ada@example.org", "mail ada@example.org.", "@app.route(\"/x\")",
        "@pytest.mark.parametrize(\"a\", [1])", "@ a.txt", "@", "a@b/c.txt", "@\"\"", "@\"open", "@...", "@v1.0",
        "@@a.txt",
        "@user@host.org",
    ])
    func `stays text`(_ text: String) {
        #expect(FileMention.all(in: text).mentions == [])
        #expect(FileMention.all(in: text).text == text)
    }

    @Test func `behind a backslash names nothing, and the backslash goes`() {
        let found = FileMention.all(in: "keep \\@a.txt, take @b.txt, \\@\\@")
        #expect(found.mentions.map(\.path) == ["b.txt"])
        #expect(found.text == "keep @a.txt, take @b.txt, @@")
    }
}

@Suite struct `The files that a task names` {
    private func withFiles(_ files: [String: Data], _ body: (MentionedFiles, String) throws -> Void) throws {
        let folder = NSTemporaryDirectory() + "mentions-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: folder) }
        for (name, data) in files {
            let file = URL(filePath: "\(folder)/\(name)")
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            try data.write(to: file)
        }
        try body(MentionedFiles(directory: folder, home: folder + "/home"), folder)
    }

    @Test func `stand behind it, each once in a fence below its path`() throws {
        try withFiles(["a.swift": Data("let a = 1\n".utf8), "home/b": Data("```\nx\n```".utf8), "c.d/e": Data()]) {
            files, _ throws in
            #expect(
                try files.expanded("Compare @a.swift with @~/b and @c.d/e, then @a.swift.") == """
                    Compare @a.swift with @~/b and @c.d/e, then @a.swift.

                    File a.swift:
                    ```swift
                    let a = 1
                    ```

                    File ~/b:
                    ````
                    ```
                    x
                    ```
                    ````

                    File c.d/e:
                    ```
                    ```
                    """)
            #expect(try files.expanded("no file, @Test") == "no file, @Test")
        }
    }

    @Test func `are refused by name where they are missing, no text, or no file`() throws {
        try withFiles(["nul": Data([65, 0, 66]), "latin": Data([0xE9]), "folder/x": Data()]) { files, _ throws in
            func error(_ task: String) -> String {
                do throws(MentionError) { return try files.expanded(task) } catch { return error.description }
            }
            #expect(
                error("see @no.txt")
                    == "There is no file 'no.txt', which the task names with @. Correct the path, or write \\@ where no file is meant."
            )
            for name in ["nul", "latin"] {
                #expect(
                    error("see @./\(name)")
                        == "The file './\(name)', which the task names with @, is no UTF-8 text, and models read text.")
            }
            for name in ["./folder", "/dev/zero"] {
                #expect(
                    error("see @\(name)")
                        == "'\(name)', which the task names with @, is no ordinary file. Name files one by one."
                )
            }
        }
    }

    @Test func `may have 256 KiB each and 1 MiB together`() throws {
        let full = Data(repeating: 65, count: MentionedFiles.largestFile)
        var contents = Dictionary(uniqueKeysWithValues: (1...5).map { ("\($0).txt", full) })
        contents["over.txt"] = full + [65]
        try withFiles(contents) { files, _ throws in
            #expect(throws: MentionError(.tooLarge, path: "over.txt")) { try files.expanded("@over.txt") }
            #expect(try files.expanded("@1.txt @2.txt @3.txt @4.txt").utf8.count > 1_024 * 1_024)
            #expect(throws: MentionError(.tooManyBytes, path: "5.txt")) {
                try files.expanded("@1.txt @2.txt @3.txt @4.txt @5.txt")
            }
        }
    }
}
