import EscalationCore
import Terminal

extension Size {
    static func random(using generator: inout some RandomNumberGenerator) -> Size {
        Size(width: .random(in: 1...220, using: &generator), height: .random(in: 1...60, using: &generator))
    }
}

/// A climb of the ladder in which anything may happen next.
struct RandomClimb {
    let script: SessionScript
    var id: Session.ID { script.id }
    var events: [SessionEvent] { script.events }

    init(using generator: inout some RandomNumberGenerator) {
        var script = SessionScript("0123456789abcdef".randomElement(using: &generator)!, Scenes.task)
        for _ in 0..<Int.random(in: 1...5, using: &generator) {
            let tier = Int.random(in: 1...4, using: &generator)
            script.start(Chain.ladder.tiers[tier - 1], at: tier, Start.allCases.randomElement(using: &generator)!)
            for _ in 0..<Int.random(in: 0...12, using: &generator) {
                script.wait(Double.random(in: 0...4, using: &generator))
                switch Int.random(in: 0..<8, using: &generator) {
                case 0: script.enter(Phase.allCases.randomElement(using: &generator)!, place: 2)
                case 1: script.write("thinking about it\n", on: .reasoning)
                case 2: script.write("loading 40 %\n", on: .progress)
                case 3: script.add(.waiting(attempt: 1, reason: "rate limit", until: .seconds(99)))
                default: script.write(Scenes.answer)
                }
            }
            switch Int.random(in: 0..<4, using: &generator) {
            case 0: script.fail(.cutOff, "the stream ended\nbefore the answer did")
            case 1: break
            default:
                script.complete(tokens: .random(in: 0...99_999, using: &generator), speed: 61)
                script.judge(Bool.random(using: &generator) ? .accept : .escalate(feedback: Scenes.answer))
            }
        }
        if Bool.random(using: &generator) { script.finish(Outcome.allCases.randomElement(using: &generator)!) }
        self.script = script
    }
}
