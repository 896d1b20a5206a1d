import LocatedYAML
import Testing

@Suite struct `The nearest name` {
    @Test(arguments: [
        ("teirs", "tiers"), ("Tiers", "tiers"), ("tier", "tiers"), ("verifi", "verify"),
        ("idle_timout", "idle_timeout"),
    ])
    func `is found through slips of the finger`(_ misspelt: String, _ expected: String) {
        #expect(nearestName(to: misspelt, among: ["tiers", "verify", "idle_timeout"]) == expected)
    }

    @Test(arguments: ["", "banana", "xyz"])
    func `is nothing where nothing is near`(_ misspelt: String) {
        #expect(nearestName(to: misspelt, among: ["tiers", "verify"]) == nil)
    }

    @Test func `is the first of equally near ones`() {
        #expect(nearestName(to: "cat", among: ["car", "bat"]) == "car")
    }
}
