import EscalationCore
import Foundation
import RungTestSupport
import Testing

@testable import Verifiers

@Suite(.timeLimit(.minutes(10)))
struct CommandVerifierTests {
    static let task = JudgedTask(skillPrompt: "Be brief.", taskPrompt: "Add 2 and 2.", attempt: 3)

    private func judgement(
        of answer: String = "4", by script: String, extraction: CodeExtraction? = nil, task: JudgedTask = Self.task,
        clock: any Clock<Duration> = ManualClock()
    ) async throws -> Judgement {
        try await CommandVerifier(command: ["sh", "-c", script], extraction: extraction, clock: clock)
            .judgement(of: answer, to: task)
    }

    @Test func `accepts at exit code 0, with what was said as remark`() async throws {
        #expect(try await judgement(by: "echo fine; echo really >&2") == Judgement(.accept, remark: "fine\nreally"))
        #expect(CommandVerifier(command: ["/usr/bin/env", "sh"]).name == "command env")
    }

    @Test(arguments: [
        ("echo one; echo two >&2; echo three; exit 1", "one\ntwo\nthree"),
        ("exit 3", "'sh' rejected the answer (exit code 3) and said nothing."),
        ("kill -9 $$", "'sh' rejected the answer (signal 9) and said nothing."),
        ("printf 'a\\n \\n\\n'; exit 127", "a"),
        ("printf 'a\\377b\\033[31m'; exit 1", "a\u{FFFD}b\u{1B}[31m"),
    ])
    func `rejects at any other end, with what was said in the order it was said`(
        _ script: String, _ feedback: String
    ) async throws {
        #expect(try await judgement(by: script) == Judgement(.escalate(feedback: feedback)))
    }

    @Test func `gets the answer on standard input and in a file, task and skill in files, and the attempt's number`()
        async throws
    {
        let script = #"""
            cat; echo
            for file in "$RUNG_ANSWER_FILE" "$RUNG_TASK_FILE" "$RUNG_SKILL_PROMPT_FILE"; do
                cat "$file"; stat -c ' %a' "$file"
            done
            stat -c %a "$(dirname "$RUNG_ANSWER_FILE")"
            echo "$RUNG_ATTEMPT ${RUNG_CODE_FILE-no code}"
            """#
        #expect(
            try await judgement(by: script).remark == """
                4
                4 600
                Add 2 and 2. 600
                Be brief. 600
                700
                3 no code
                """)
    }

    @Test func `has no skill's file where there is no skill, and none of the texts in its environment`() async throws {
        let task = JudgedTask(skillPrompt: "", taskPrompt: "Add 2 and 2.")
        #expect(
            try await judgement(of: "The answer is 4.", by: "env; echo ${RUNG_SKILL_PROMPT_FILE-none}", task: task)
                .remark.split(separator: "\n").filter {
                    $0 == "none" || $0.contains("Add 2") || $0.contains("answer is")
                }
                == ["none"])
    }

    @Test func `takes an answer that is larger than a pipe or an argument holds`() async throws {
        let answer = String(repeating: "x", count: 3_000_000)
        #expect(try await judgement(of: answer, by: "wc -c; wc -c < $RUNG_ANSWER_FILE").remark == "3000000\n3000000")
    }

    @Test func `finds the extracted code alone in its folder`() async throws {
        let extraction = CodeExtraction(languages: ["swift"], file: "Sources/App/main.swift")
        let answer = "So:\n```swift\nlet a = 1\n```\n"
        #expect(
            try await judgement(
                of: answer, by: "find . -type f; cat Sources/App/main.swift; cat $RUNG_CODE_FILE",
                extraction: extraction
            )
            .remark == "./Sources/App/main.swift\nlet a = 1\nlet a = 1")
        #expect(
            try await judgement(of: "let a = 1", by: "true", extraction: extraction).verdict
                == .escalate(
                    feedback: """
                        The answer has no swift code block. Put the whole code into one block between a line ```swift \
                        and a line ```.
                        """))
    }

    @Test func `runs in the folder that is named, and the code stays elsewhere`() async throws {
        let verifier = CommandVerifier(
            command: ["sh", "-c", "pwd; cat $RUNG_CODE_FILE"], extraction: CodeExtraction(file: "a"),
            workingDirectory: "/usr")
        #expect(try await verifier.judgement(of: "```\nx\n```", to: Self.task).remark == "/usr\nx")
    }

    @Test func `shows paths in its folder without the folder, so that the next prompt is the same every time`()
        async throws
    {
        let extraction = CodeExtraction(file: "a.c")
        #expect(
            try await judgement(of: "```\nx\n```", by: "echo $RUNG_CODE_FILE:1: wrong; exit 1", extraction: extraction)
                == Judgement(.escalate(feedback: "code/a.c:1: wrong")))
    }

    @Test func `leaves no file behind`() async throws {
        let folder = try await judgement(
            by: "dirname $RUNG_ANSWER_FILE | tr / '|'; mkdir \"$(dirname $RUNG_ANSWER_FILE)/more\""
        ).remark
        #expect(folder.hasPrefix("|"))
        #expect(!FileManager.default.fileExists(atPath: folder.replacing("|", with: "/")))
    }

    @Test func `removes what a process left that was killed while it judged, and nothing else`() async throws {
        let directory = NSTemporaryDirectory() + "sweep-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: directory) }
        // No process has the largest number.
        for name in ["rung-answer-\(Int32.max)-a/code", "rung-answer-\(getpid())-b", "rung-answer-x", "other"] {
            try FileManager.default.createDirectory(atPath: "\(directory)/\(name)", withIntermediateDirectories: true)
        }
        AnswerFolder.sweep(directory)
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: directory).sorted()
                == ["other", "rung-answer-\(getpid())-b", "rung-answer-x"])
    }
}
