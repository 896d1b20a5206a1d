import Dashboard
import EscalationCore
import Terminal

/// A session as a recording of the dashboard's screen, in asciinema's format: its attempts are marked, and rests cut short.
///
/// Nothing is played: time is the session's own, so that a recording takes as long to make as its frames take to draw.
struct Asciicast {
    var version = Version.two
    var size = Size(width: 120, height: 40)
    /// Longest stretch without an event, in the recording; nil for as long as it was.
    var idleCap: Duration?
    var setup: DashboardSetup

    /// Debian's player takes the second version, newer ones both.
    enum Version: Int, CaseIterable {
        case two = 2
        case three
    }

    /// Most frames a second; what happens between two of them is drawn with the second.
    private static let frameInterval: Duration = .milliseconds(33)
    /// Longest part of a stretch without events in which the clocks that run on are drawn, every second.
    private static let longestIdle: Duration = .seconds(3_600)

    /// - Parameters:
    ///   - events: of one session, in order.
    ///   - remarks: what a person said of attempts after the end, by their numbers: shown as a replay shows it.
    ///   - write: takes the recording line by line.
    func write<Events: AsyncSequence<[SessionEvent], any Error>>(
        _ events: Events, remarks: [Int: Verdict], to write: (String) async throws -> Void
    ) async throws {
        var recorder = Recorder(self, remarks)
        for try await chunk in events {
            for event in chunk {
                for line in recorder.take(event) { try await write(line) }
            }
        }
        for line in recorder.finish() { try await write(line) }
    }

    /// Draws what the dashboard shows, event by event.
    private struct Recorder {
        private let cast: Asciicast
        private var program: DashboardProgram
        private var encoder = AnsiEncoder(depth: .indexed256)
        /// Of the session, and of the recording, which leaves rests out.
        private var offset = Duration.zero
        private var time = Duration.zero
        private var lastLine = Duration.zero
        private var lastFrame: Duration?
        private var isStale = false
        private var hasBegun = false
        private var wallTime: Int64 = 0

        private let remarks: [Int: Verdict]

        init(_ cast: Asciicast, _ remarks: [Int: Verdict]) {
            self.cast = cast
            self.remarks = remarks
            program = DashboardProgram(cast.setup)
            _ = program.update(.resized(cast.size))
        }

        mutating func take(_ event: SessionEvent) -> [String] {
            var lines: [String] = []
            if case .sessionStarted(let started) = event.kind, !hasBegun {
                hasBegun = true
                wallTime = started.startedAt
                _ = program.update(.remarked(remarks, on: event.session))
                lines.append(cast.header(started))
            }
            lines += rest(until: event.offset)
            _ = program.update(.event(event))
            isStale = true
            if case .attemptStarted(let started) = event.kind {
                lines += frame() + [line("m", "#\(started.attempt) \(started.model)")]
            }
            return lines
        }

        mutating func finish() -> [String] { hasBegun ? frame() + [line("o", encoder.end())] : [] }

        /// Lets time pass to the next event: what is stale is drawn, and clocks that run are, once a second.
        private mutating func rest(until next: Duration) -> [String] {
            var lines: [String] = []
            let gap = max(.zero, next - offset)
            if time + gap >= (lastFrame.map { $0 + Asciicast.frameInterval } ?? .zero) { lines += frame() }
            let shown = cast.idleCap.map { min($0, gap) } ?? gap
            let (began, start) = (time, offset)
            var second = Duration.seconds(1)
            while second < shown, second < Asciicast.longestIdle {
                (time, offset) = (began + second, start + second)
                tellTime()
                isStale = true
                lines += frame()
                second += .seconds(1)
            }
            (time, offset) = (began + shown, start + gap)
            tellTime()
            return lines
        }

        private mutating func tellTime() {
            _ = program.update(.time(.init(now: offset, wallTime: wallTime + Int64(offset.milliseconds))))
        }

        /// What changes on the screen, if anything does.
        private mutating func frame() -> [String] {
            guard isStale else { return [] }
            isStale = false
            lastFrame = time
            while program.isCounting { _ = program.update(.secondPassed) }
            var canvas = Canvas(size: cast.size, symbols: cast.setup.symbols)
            program.view(on: &canvas)
            let bytes = encoder.encode(canvas, program.styleSheet)
            return bytes.isEmpty ? [] : [line("o", bytes)]
        }

        /// The second version counts from the start, the third from the line before.
        private mutating func line(_ code: JSONValue, _ text: String) -> String {
            let stamp = cast.version == .two ? time : time - lastLine
            lastLine = time
            return JSONValue.array([.double(Double(stamp.milliseconds) / 1_000), code, .string(text)]).text
        }
    }

    private func header(_ started: SessionEvent.SessionStarted) -> String {
        let about: [JSONValue.Member] =
            switch version {
            case .two: [.init("version", 2), .init("width", .int(size.width)), .init("height", .int(size.height))]
            case .three:
                [
                    .init("version", 3),
                    .init(
                        "term",
                        .object(["cols": .int(size.width), "rows": .int(size.height), "type": "xterm-256color"])),
                ]
            }
        let title = started.task.prompt.split(whereSeparator: \.isNewline).first.map(String.init) ?? ""
        let rest: [JSONValue.Member] = [
            .init("timestamp", .int(Int(started.startedAt / 1_000))),
            .init("title", .string(String(title.prefix(100)))),
        ]
        return JSONValue.object(about + rest).text
    }
}
