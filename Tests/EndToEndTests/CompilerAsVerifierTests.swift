import EscalationCore
import Foundation
import RungTestSupport
import Testing

/// A Swift task whose first answer doesn't compile: the compiler judges, and the next tier is told what it said.
@Suite(.timeLimit(.minutes(10))) struct `A compiler as verifier` {
    private static let wrong = "So:\\n```swift\\nfunc double(_ n: Int) -> Int { n * \\\"2\\\" }\\n```\\n"
    private static let right = "```swift\\nfunc double(_ n: Int) -> Int { n * 2 }\\n```\\n"

    private func withCompiler(_ body: @Sendable (RungProgram) async throws -> Void) async throws {
        let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
        let compiler = try #require(
            path.split(separator: ":").map { $0 + "/swiftc" }.first(where: FileManager.default.isExecutableFile))
        try await RungProgram.withHome { rung in
            let scenario = try rung.write(
                """
                models:
                  - { id: small, load_time: 0ms, tokens_per_second: 2000 }
                  - { id: large, load_time: 0ms, tokens_per_second: 2000 }
                script:
                  - { task: double, model: small, answer: "\(Self.wrong)" }
                  - { task: double, model: large, answer: "\(Self.right)" }
                """, to: "scenario.yaml")
            try await rung.start("simulate", "--scenario", scenario) { simulator in
                await simulator.waitForOutput { $0.contains("\n") }
                let line = await simulator.outputSoFar
                let port = try #require(line.firstMatch(of: /127\.0\.0\.1:(\d+)/)?.1, "\(line)")
                try rung.configure(
                    """
                    backends: { simulator: { kind: openai, url: "http://127.0.0.1:\(port)" } }
                    chains:
                      default:
                        tiers: [small, large]
                        verify:
                          - kind: command
                            command: ["\(compiler)", -typecheck, main.swift]
                            extract: { language: swift, file: main.swift }
                    """)
                try await body(rung)
            }
        }
    }

    @Test func `tells the next tier what didn't compile, and accepts what does`() async throws {
        try await withCompiler { rung in
            let ending = try await rung.run("run", "--json", "write a function that can double")
            #expect(ending.status == 0, "\(ending.errors)")
            let last = try #require(try ending.lines.last)
            #expect(last["output"]?.string == Self.right.replacing("\\n", with: "\n"))
            #expect(last["attempts"]?.array?.map { $0["verdict"] } == ["escalate", "accept"])
            let feedback = try #require(last["attempts"]?.array?.first?["feedback"]?.string)
            #expect(feedback.hasPrefix("main.swift:1:"), "\(feedback)")
            #expect(feedback.contains("error: "), "\(feedback)")
            let told = try ending.lines.filter { $0["event"] == "attempt_started" }.map { $0["added_prompt"] }
            #expect(told == ["", .string("\n\nPrior attempt feedback: " + feedback)])
            #expect(try await rung.run("show", "last", "--json").output == ending.output)
        }
    }

    @Test func `is seen on the screen while it happens, and in the replay`() async throws {
        try await withCompiler { rung in
            let judged: @Sendable (PseudoTerminal.Screen) -> Bool = { screen in
                screen.contains("ACCEPTED") && screen.contains("main.swift:1:") && screen.contains("command swiftc")
            }
            try await rung.onTerminal(size: (120, 40)) { terminal in
                try await terminal.waitUntil { $0.isAlternate && $0.contains("rung") }
                await terminal.send("iwrite a function that can double\r")
                try await terminal.waitUntil(timeout: .seconds(60)) { $0.contains("ACCEPTED") }
                // The first attempt, and what was said of it.
                await terminal.send("2k")
                try await terminal.waitUntil(judged)
                await terminal.send("Q")
                #expect(try await terminal.waitForEnd() == .exited(0))
            }
            try await rung.onTerminal("replay", "last", "--speed", "64", size: (120, 40)) { terminal in
                try await terminal.waitUntil(timeout: .seconds(60)) { $0.contains("ACCEPTED") }
                // In a replay a digit seeks; the attempts have the focus already.
                await terminal.send("k")
                try await terminal.waitUntil(judged)
                await terminal.send("Q")
                #expect(try await terminal.waitForEnd() == .exited(0))
            }
        }
    }
}
