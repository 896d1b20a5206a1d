import EscalationCore
import RungTestSupport
import Testing

@testable import Verifiers

struct JudgePromptTests {
    static let task = JudgedTask(skillPrompt: "Be brief.", taskPrompt: "Add 2 and 2.")

    @Test func `shows skill, task and answer, each between lines with the marker`() throws {
        let prompt = try #require(JudgePrompt(answer: "4\n", task: Self.task, rubric: nil) { "7f3a" })
        #expect(
            prompt.user == """
                BEGIN SKILL 7f3a
                Be brief.
                END SKILL 7f3a

                BEGIN TASK 7f3a
                Add 2 and 2.
                END TASK 7f3a

                BEGIN ANSWER 7f3a
                4

                END ANSWER 7f3a
                """)
        #expect(prompt.system.contains("bears the marker 7f3a"))
        #expect(prompt.system.contains("SKILL"))
    }

    @Test func `leaves the skill out when there is none`() throws {
        let task = JudgedTask(skillPrompt: "", taskPrompt: "t")
        let prompt = try #require(JudgePrompt(answer: "a", task: task, rubric: nil) { "7f3a" })
        #expect(prompt.user == "BEGIN TASK 7f3a\nt\nEND TASK 7f3a\n\nBEGIN ANSWER 7f3a\na\nEND ANSWER 7f3a")
        #expect(!prompt.system.contains("SKILL"))
    }

    @Test func `adds the rubric to the instructions`() throws {
        let prompt = try #require(JudgePrompt(answer: "a", task: Self.task, rubric: "No adverbs.") { "7f3a" })
        #expect(prompt.system.contains("\n\nJudge by these criteria too:\nNo adverbs.\n\n"))
    }

    @Test func `draws again while the marker occurs in a text, be it as part of a character`() throws {
        let markers = Collector<String>()
        let drawn = ["aaaa", "bbbb", "cccc", "", "dddd", "eeee"]
        let prompt = JudgePrompt(
            answer: "xaaaax", task: JudgedTask(skillPrompt: "bbbb", taskPrompt: "cccc\u{301}"), rubric: nil
        ) {
            markers.add("drawn")
            return drawn[markers.all.count - 1]
        }
        #expect(prompt?.user.hasPrefix("BEGIN SKILL dddd\n") == true)
        #expect(markers.all.count == 5)
    }

    @Test func `gives up when every marker occurs in a text`() {
        #expect(JudgePrompt(answer: "a", task: Self.task, rubric: nil) { "a" } == nil)
    }

    @Test func `draws markers of 128 bits that differ`() {
        let markers = (0..<100).map { _ in JudgePrompt.randomMarker() }
        #expect(Set(markers).count == 100)
        for marker in markers { #expect(marker.count == 32 && marker.allSatisfy(\.isHexDigit)) }
    }
}
