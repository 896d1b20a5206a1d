import EscalationCore
import Testing

@Suite struct `A price` {
    private let price = Price(input: 3, output: 15, cached: 0.3)

    @Test(arguments: [
        (Usage(promptTokens: 1_000_000), 3.0),
        (Usage(answerTokens: 1_000_000), 15.0),
        (Usage(promptTokens: 1_000_000, cachedTokens: 1_000_000), 0.3),
        (Usage(promptTokens: 2_000_000, answerTokens: 1_000_000, cachedTokens: 1_000_000), 18.3),
        // A server that counts cached tokens apart can't make a prompt cost less than nothing.
        (Usage(promptTokens: 1_000_000, cachedTokens: 3_000_000), 0.3),
        (Usage(promptTokens: 0, answerTokens: 0), 0.0),
    ])
    func `is taken a million tokens, those from a cache at their own`(_ usage: Usage, _ dollars: Double) {
        #expect(price.cost(of: usage) == dollars)
    }

    @Test func `counts cached tokens as any other where it names none for them`() {
        #expect(Price(input: 2, output: 0).cost(of: Usage(promptTokens: 500_000, cachedTokens: 500_000)) == 1)
    }

    @Test func `tells nothing where the server counted nothing`() {
        #expect(price.cost(of: Usage(answerSpeed: 30)) == nil)
    }
}

@Suite struct `An amount of dollars` {
    @Test(arguments: [
        (0.0, "$0"), (0.000_04, "<$0.0001"), (0.000_06, "$0.0001"), (0.042, "$0.042"), (0.5, "$0.50"),
        (0.999_96, "$1.00"), (1.0, "$1.00"), (1.005_1, "$1.01"), (12.5, "$12.50"), (1234.0, "$1234.00"),
        (-1, "$0"), (.infinity, ">$1e12"),
    ])
    func `is written to the cent, small ones finer`(_ amount: Double, _ text: String) {
        #expect(amount.inDollars == text)
    }
}
