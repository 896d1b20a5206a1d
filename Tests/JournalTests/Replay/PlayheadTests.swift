import Testing

@testable import Journal

@Suite struct PlayheadTests {
    @Test func `moves as fast as its speed says`() {
        var playhead = Playhead(end: .seconds(100), speed: 4, at: .seconds(7))

        #expect(playhead.position(at: .seconds(7)) == .zero)
        #expect(playhead.position(at: .seconds(9)) == .seconds(8))
        playhead.setSpeed(0.5, at: .seconds(9))
        #expect(playhead.position(at: .seconds(19)) == .seconds(13))
        #expect(playhead.wait(until: .seconds(14), at: .seconds(19)) == .seconds(2))
    }

    @Test func `stands still while paused, and waits for ever`() {
        var playhead = Playhead(end: .seconds(100), speed: 1, at: .zero)

        playhead.pause(at: .seconds(3))
        #expect(playhead.position(at: .seconds(60)) == .seconds(3))
        #expect(playhead.wait(until: .seconds(4), at: .seconds(60)) == nil)
        #expect(playhead.wait(until: .seconds(3), at: .seconds(60)) == .zero)
        playhead.resume(at: .seconds(60))
        #expect(playhead.position(at: .seconds(61)) == .seconds(4))
    }

    @Test func `goes forward and back, never before the start or past the end`() {
        var playhead = Playhead(end: .seconds(100), speed: 1, at: .zero)

        playhead.seek(to: .seconds(50), at: .seconds(1))
        #expect(playhead.position(at: .seconds(1)) == .seconds(50))
        playhead.seek(to: .seconds(20), at: .seconds(2))
        #expect(playhead.position(at: .seconds(3)) == .seconds(21))
        playhead.seek(to: .seconds(200), at: .seconds(3))
        #expect(playhead.position(at: .seconds(9)) == .seconds(100))
        playhead.seek(to: .seconds(-1), at: .seconds(9))
        #expect(playhead.position(at: .seconds(9)) == .zero)
    }

    @Test(arguments: [(0, 0.25), (-1, 0.25), (0.3, 0.3), (1_000, 64), (Double.infinity, 64), (.nan, 1)])
    func `keeps its speed within bounds`(asked: Double, taken: Double) {
        #expect(Playhead(end: .zero, speed: asked, at: .zero).speed == taken)
    }
}
