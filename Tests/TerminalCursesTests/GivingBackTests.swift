import Foundation
import RungTestSupport
import Terminal
import Testing

/// Whatever ends the program, the terminal is as it was before.
struct GivingBackTests {
    /// Runs the fixture from a shell prompt's point of view: `end` ends it, then the terminal is looked at.
    private func expectGivenBack(
        _ ending: PseudoTerminal.Ending, arguments: [String] = [], environment: [String: String] = [:],
        sourceLocation: SourceLocation = #_sourceLocation, end: @Sendable (PseudoTerminal) async throws -> Void
    ) async throws {
        try await withPseudoTerminal(
            BuiltProduct.path("CursesFixture"), arguments,
            environment: ["SWIFT_BACKTRACE": "enable=no"].merging(environment) { $1 }
        ) { terminal in
            let before = terminal.initialSettings
            try await terminal.waitUntil { $0.contains("keys:") && $0.isAlternate }
            #expect(await terminal.settings != before, sourceLocation: sourceLocation)
            try await end(terminal)
            let actual = try await terminal.waitForEnd()
            #expect(actual == ending, sourceLocation: sourceLocation)
            let screen = await terminal.screen
            #expect(!screen.isAlternate, sourceLocation: sourceLocation)
            #expect(screen.cursor != nil, sourceLocation: sourceLocation)
            #expect(await terminal.settings == before, sourceLocation: sourceLocation)
            let output = String(decoding: await terminal.output, as: UTF8.self)
            #expect(
                output.components(separatedBy: "\u{1B}[?2004l").count >= 2, "bracketed paste is off",
                sourceLocation: sourceLocation)
        }
    }

    @Test func `when the program finishes`() async throws {
        try await expectGivenBack(.exited(0)) { terminal in
            await terminal.send("q")
            try await terminal.waitUntil { $0.contains("bye") }
        }
    }

    @Test(arguments: [SIGINT, SIGTERM, SIGHUP])
    func `when a signal ends the program, which then dies of that signal`(signal: Int32) async throws {
        try await expectGivenBack(.signalled(signal)) { await $0.signal(signal) }
    }

    @Test func `when a second signal comes while the program still deals with the first`() async throws {
        try await expectGivenBack(.signalled(SIGTERM), arguments: ["stubborn"]) { terminal in
            await terminal.signal(SIGINT)
            try await terminal.waitUntil { $0.contains("got signal 2") }
            await terminal.signal(SIGTERM)
        }
    }

    @Test(arguments: [SIGQUIT, SIGSEGV, SIGABRT, SIGBUS, SIGILL, SIGTRAP])
    func `when a fatal signal comes`(signal: Int32) async throws {
        try await expectGivenBack(.signalled(signal)) { await $0.signal(signal) }
    }

    @Test func `when a fatal signal comes to a program that was stopped and continued from outside`() async throws {
        try await expectGivenBack(.signalled(SIGABRT)) { terminal in
            await terminal.signal(SIGSTOP)
            await terminal.signal(SIGCONT)
            await terminal.send("a")
            try await terminal.waitUntil { $0.contains("keys: a") }
            await terminal.signal(SIGABRT)
        }
    }

    @Test func `when the program crashes, and then Swift says where`() async throws {
        let backtrace = ["SWIFT_BACKTRACE": "enable=yes,color=no,interactive=no,output-to=stdout"]
        try await expectGivenBack(.signalled(SIGILL), environment: backtrace) { terminal in
            await terminal.send("\u{1B}OS")
            _ = try await terminal.waitForEnd()
            let output = String(decoding: await terminal.output, as: UTF8.self)
            let report = try #require(output.components(separatedBy: "\u{1B}[?1049l").last)
            #expect(report.contains("in CursesFixture"))
        }
    }

    @Test func `when a fatal signal is sent, and Swift would ask for a key`() async throws {
        let backtrace = ["SWIFT_BACKTRACE": "enable=yes,color=no,interactive=yes,output-to=stdout"]
        try await expectGivenBack(.signalled(SIGSEGV), environment: backtrace) { terminal in
            await terminal.signal(SIGSEGV)
            _ = try await terminal.waitForEnd(timeout: .seconds(25))
            let output = String(decoding: await terminal.output, as: UTF8.self)
            let report = try #require(output.components(separatedBy: "\u{1B}[?1049l").last)
            // Of the main thread, which has ended where the signal finds it, Swift has no more to say at times.
            #expect(report.contains("*** Signal 11: Backtracing"))
        }
    }

    @Test func `when the stack of the terminal's thread overflows`() async throws {
        try await expectGivenBack(.signalled(SIGSEGV)) { await $0.send("\u{1B}[15~") }
    }

    @Test func `while another program has it, and is whole again afterwards`() async throws {
        try await withPseudoTerminal(BuiltProduct.path("CursesFixture")) { terminal in
            let settings = terminal.initialSettings
            // The cursor is hidden last.
            let before = try await terminal.waitUntil { $0.contains("keys:") && $0.cursor == nil }
            await terminal.send("\u{1B}OQ")
            try await terminal.waitUntil { !$0.isAlternate && $0.contains("suspended") }
            #expect(await terminal.settings == settings)
            await terminal.send("line\n")
            try await terminal.waitUntil { $0 == before }
            await terminal.send("a")
            try await terminal.waitUntil { $0.contains("keys: a") }
        }
    }

    @Test func `when Ctrl-Z stops the program, which comes back whole`() async throws {
        try await withPseudoTerminal(
            "/bin/bash", ["--norc", "--noprofile", "-i"], environment: ["PS1": "$ "]
        ) { terminal in
            try await terminal.waitUntil { $0.contains("$") }
            await terminal.send("'\(BuiltProduct.path("CursesFixture"))'\n")
            let before = try await terminal.waitUntil { $0.isAlternate && $0.contains("keys:") && $0.cursor == nil }
            await terminal.send("\u{1A}")
            try await terminal.waitUntil { !$0.isAlternate && $0.contains("Stopped") }
            await terminal.send("fg\n")
            try await terminal.waitUntil { $0 == before }
            await terminal.send("a")
            try await terminal.waitUntil { $0.contains("keys: a") }
            await terminal.send("q")
            try await terminal.waitUntil { !$0.isAlternate && $0.contains("bye") }
        }
    }

    @Test func `a program stopped and continued from outside paints everything again`() async throws {
        try await withFixture { terminal in
            let bytes = try await terminal.waitForSilence(.milliseconds(50))
            await terminal.signal(SIGSTOP)
            await terminal.signal(SIGCONT)
            try await terminal.waitUntil { _ in true }
            await terminal.send("a")
            try await terminal.waitUntil { $0.contains("keys: a") }
            #expect(await terminal.output.count - bytes > 100)
        }
    }
}
