import Terminal
import Testing

@testable import Dashboard

@Suite struct AnswerCheckpointsTests {
    private func checkpoint(answer: Int, reasoning: Int = 0) -> AnswerCheckpoints.Checkpoint {
        .init(
            answer: answer, reasoning: reasoning, progress: 0, text: AnswerText(width: 10),
            thoughts: StreamingWrap(width: 10), progressText: StreamingWrap(width: 10))
    }

    @Test func `finds the longest beginning that is not too long, of that attempt`() {
        var checkpoints = AnswerCheckpoints()
        let stride = AnswerCheckpoints.stride
        for count in 1...4 { checkpoints.keep(checkpoint(answer: count * stride), of: 1) }
        checkpoints.keep(checkpoint(answer: stride, reasoning: stride), of: 2)

        func longest(_ attempt: Int, _ answer: Int, reasoning: Int = 0) -> Int? {
            checkpoints.longest(of: attempt, answer: answer, reasoning: reasoning, progress: 0)?.answer
        }
        #expect(longest(1, 3 * stride - 1) == 2 * stride)
        #expect(longest(1, 3 * stride) == 3 * stride)
        #expect(longest(1, 9 * stride) == 4 * stride)
        #expect(longest(1, stride - 1) == nil)
        #expect(longest(2, 9 * stride) == nil, "the reasoning was shorter then")
        #expect(longest(2, 9 * stride, reasoning: stride) == stride)
        #expect(longest(3, 9 * stride) == nil)
    }

    @Test func `keeps one a stretch, and none where something was gone back to`() {
        var checkpoints = AnswerCheckpoints()
        let stride = AnswerCheckpoints.stride
        for bytes in [10, stride - 1, stride, stride + 1, 2 * stride - 1, stride / 2] {
            checkpoints.keep(checkpoint(answer: bytes), of: 1)
        }

        #expect(checkpoints.longest(of: 1, answer: stride - 1, reasoning: 0, progress: 0) == nil)
        #expect(checkpoints.longest(of: 1, answer: 9 * stride, reasoning: 0, progress: 0)?.answer == stride)
    }
}
