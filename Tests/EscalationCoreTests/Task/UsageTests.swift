import EscalationCore
import Testing

struct UsageTests {
    @Test(arguments: [Int.max, .min, -1, 1_000_000_000_001])
    func `a number of tokens that nobody can mean says nothing`(count: Int) {
        #expect(Usage(promptTokens: count, answerTokens: count, cachedTokens: count) == Usage())
    }

    @Test func `none is a number of tokens, and so is the largest`() {
        #expect(Usage(answerTokens: 0).answerTokens == 0)
        #expect(Usage(promptTokens: 1_000_000_000_000).promptTokens == 1_000_000_000_000)
    }
}
