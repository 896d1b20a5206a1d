import Subprocesses
import Testing

@Suite(.timeLimit(.minutes(10)))
struct CommandTests {
    @Test func `passes on standard output, keeps the end of standard error and tells the exit code`() async throws {
        let output = Gathered()
        let ending = try await Command(["sh", "-c", "printf 'one\\ntwo'; printf oops >&2; exit 3"]).run {
            await output.append($0)
        }
        #expect(await output.text == "one\ntwo")
        #expect(ending.status == .exited(3))
        #expect(ending.errorOutput.text == "oops")
    }

    @Test func `lets standard error go the way of standard output, in the order written`() async throws {
        let output = Gathered()
        let script = "echo one; echo two >&2; echo three; exit 3"
        let ending = try await Command(["sh", "-c", script]).run(mergesErrorOutput: true) { await output.append($0) }
        #expect(await output.text == "one\ntwo\nthree\n")
        #expect(ending == CommandEnding(status: .exited(3)))
        await #expect(throws: CommandError(.outputTooLong, executable: "sh", detail: "1000000")) {
            try await Command(["sh", "-c", "yes >&2"]).run(outputLimit: 1_000_000, mergesErrorOutput: true)
        }
    }

    @Test func `tells which signal ended the command`() async throws {
        let ending = try await Command(["sh", "-c", "kill -9 $$"]).run()
        #expect(ending == CommandEnding(status: .signalled(9)))
    }

    @Test func `writes megabytes of input while as much output comes back`() async throws {
        let input = (0..<4_000_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        let output = Gathered()
        let ending = try await Command(["cat"]).run(input: input) { await output.append($0) }
        #expect(ending == CommandEnding(status: .exited(0)))
        #expect(await output.bytes == input)
    }

    @Test func `survives a command that doesn't read its input`() async throws {
        let input = [UInt8](repeating: 65, count: 4_000_000)
        let ending = try await Command(["true"]).run(input: input)
        #expect(ending == CommandEnding(status: .exited(0)))
        let closing = try await Command(["sh", "-c", "exec <&-; echo closed"]).run(input: input)
        #expect(closing == CommandEnding(status: .exited(0)))
    }

    @Test func `delivers all that was written before the exit, however slowly it is taken`() async throws {
        let output = Gathered()
        _ = try await Command(["sh", "-c", "head -c 300000 /dev/zero"]).run {
            for _ in 0..<20 { await Task.yield() }
            await output.append($0)
        }
        #expect(await output.bytes.count == 300_000)
    }

    @Test func `inherits the environment but for the changes`() async throws {
        let output = Gathered()
        let script = #"printf '%s|%s|%s' "${PATH:+inherited}" "$ADDED" "${HOME-removed}""#
        _ = try await Command(["sh", "-c", script], environment: ["ADDED": "a value", "HOME": nil]).run {
            await output.append($0)
        }
        #expect(await output.text == "inherited|a value|removed")
    }

    @Test func `starts in the working directory`() async throws {
        let output = Gathered()
        _ = try await Command(["pwd"], workingDirectory: "/usr").run { await output.append($0) }
        #expect(await output.text == "/usr\n")
    }

    @Test func `passes arguments as they are`() async throws {
        let output = Gathered()
        let arguments = ["-n", "a b", "$HOME", "*", "", "żółw"]
        _ = try await Command(["printf", "<%s>"] + arguments).run { await output.append($0) }
        #expect(await output.text == "<-n><a b><$HOME><*><><żółw>")
    }
}

@Suite(.timeLimit(.minutes(10)))
struct CommandErrorTests {
    @Test(arguments: ["no-such-command-anywhere", "/no/such/command"])
    func `names a command that can't be found`(name: String) async throws {
        let error = try await #require(throws: CommandError.self) { try await Command([name, "x"]).run() }
        #expect(error == CommandError(.notFound, executable: name))
        #expect(
            error.description
                == "Can't run '\(name)' (no such executable). Install it, or name it by its full path.")
    }

    @Test func `names a working directory that doesn't exist`() async throws {
        let command = Command(["true"], workingDirectory: "/no/such/directory")
        let error = try await #require(throws: CommandError.self) { try await command.run() }
        #expect(error == CommandError(.noDirectory, executable: "true", detail: "/no/such/directory"))
    }

    @Test(arguments: [[], [""]])
    func `refuses a command without an executable`(words: [String]) async throws {
        let error = try await #require(throws: CommandError.self) { try await Command(words).run() }
        #expect(error == CommandError(.empty, executable: ""))
    }

    @Test func `says what the system says when an argument is too long`() async throws {
        let command = Command(["true", String(repeating: "x", count: 3_000_000)])
        let error = try await #require(throws: CommandError.self) { try await command.run() }
        #expect(error.code == .notStarted)
        #expect(error.description.contains("Argument list too long"))
    }

    @Test func `ends a command that writes more than it may`() async throws {
        let error = try await #require(throws: CommandError.self) {
            try await Command(["yes"]).run(outputLimit: 1_000_000)
        }
        #expect(error == CommandError(.outputTooLong, executable: "yes", detail: "1000000"))
    }
}
