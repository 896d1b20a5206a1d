import EscalationCore
import Foundation
import Journal
import Logging

/// How quickly sessions are found, opened, counted and watched in a journal of years.
enum JournalFigures {
    private static let eventsPerSession = 100

    /// - Parameter sessions: how many the journal holds; filled once, under `.build`.
    static func print(sessions: Int) async throws {
        let folder = FileManager.default.currentDirectoryPath + "/.build/figures"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let path = folder + "/journal-\(sessions).sqlite"
        if !FileManager.default.fileExists(atPath: path) { try await fill(path, sessions: sessions) }
        let size = (try FileManager.default.attributesOfItem(atPath: path)[.size] as? Int ?? 0) / 1_000_000
        report("journal of \(sessions) sessions", "\(size) MB")
        try await ScreenFigures.printFirstFrame(journal: path)
        let reader = try JournalReader(opening: path)
        try await finding(in: reader)
        try await opening(in: reader)
        try await time("statistics", runs: 3) { _ = try await reader.statistics(.init()) }
        try await time("report card", runs: 3) { _ = try await reader.reportCard(.init()) }
        try await writingAndWatching(path)
        try await importing(into: path, eventsPerSession: eventsPerSession)
    }

    private static func fill(_ path: String, sessions: Int) async throws {
        var filler = JournalFiller(path: path + ".part", sessions: sessions)
        let start = ContinuousClock.now
        let events = try await filler.fill(eventsPerSession: eventsPerSession)
        try FileManager.default.moveItem(atPath: path + ".part", toPath: path)
        report("filling it with \(events) events", (ContinuousClock.now - start).text)
    }

    private static func finding(in reader: JournalReader) async throws {
        let first = ContinuousClock.now
        _ = try await reader.sessions(limit: 100)
        report("first page, the first time", (ContinuousClock.now - first).text, bar: "60 ms")
        try await time("first page", bar: "60 ms") { _ = try await reader.sessions(limit: 100) }
        try await time("count of all") { _ = try await reader.count() }
        var filler = JournalFiller(path: "", sessions: 0)
        var (pages, counts) = (Sample(), Sample())
        for _ in 0..<40 {
            let text = filler.word() + " " + filler.word()
            for length in 1...text.count where text.prefix(length).last != " " {
                let query = try SessionQuery(String(text.prefix(length)), now: 0)
                pages.add(try await duration { _ = try await reader.sessions(matching: query, limit: 100) })
                counts.add(try await duration { _ = try await reader.count(matching: query) })
            }
        }
        report("page for a letter typed, p50 p95", "\(pages.median.text) \(pages.percentile(0.95).text)", bar: "10 ms")
        report("count for a letter typed, p50 p95", "\(counts.median.text) \(counts.percentile(0.95).text)")
        for text in [
            "outcome:exhausted", "tier:subagent", "model:qwen3-8*", "chain:deep", "skill:terse", "is:simulated",
            "!outcome:accepted", "since:2026-05-01", "model:qwen* tier:subagent !chain:deep",
        ] {
            let query = try SessionQuery(text, now: 0)
            try await time("page of \(text)", bar: "60 ms") {
                _ = try await reader.sessions(matching: query, limit: 100)
            }
            try await time("count of \(text)", runs: 5) { _ = try await reader.count(matching: query) }
        }
    }

    private static func opening(in reader: JournalReader) async throws {
        var sample = Sample()
        let page = try await reader.sessions(limit: 2_000)
        for index in stride(from: 0, to: page.count, by: 20) {
            sample.add(try await duration { _ = try await reader.events(of: page[index].id) })
        }
        report("opening a session, p50 p95", "\(sample.median.text) \(sample.percentile(0.95).text)", bar: "50 ms")
    }

    /// A session is written into the big journal, and followed by a reader that knows the file alone; another into one
    /// that holds nothing else.
    private static func writingAndWatching(_ path: String) async throws {
        let (stored, seen) = try await recording(in: path)
        let empty = path + ".empty"
        let (floor, _) = try await recording(in: empty)
        for end in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: empty + end) }
        report("storing a fact, p50 p95", "\(stored.median.text) \(stored.percentile(0.95).text)", bar: "0.15 ms")
        report("storing one in an empty journal, p50 p95", "\(floor.median.text) \(floor.percentile(0.95).text)")
        let busy = try await storingWithoutRest(in: path)
        report("storing one right after another, p50 p95", "\(busy.median.text) \(busy.percentile(0.95).text)")
        let there = await wakingAnotherThread()
        report(
            "of it, waking a thread and this one again",
            "\(there.median.text) \(there.percentile(0.95).text)")
        report("until a watcher has it, p50 p95", "\(seen.median.text) \(seen.percentile(0.95).text)", bar: "250 ms")
    }

    /// The first event of a session.
    static func beginning(of id: Session.ID, _ task: String) -> SessionEvent {
        SessionEvent(
            session: id, sequence: 1, offset: .zero,
            kind: .sessionStarted(
                .init(
                    task: TaskSpec(task), chain: Chain(tiers: [Tier("m")]), verifiers: [],
                    startedAt: 1_780_000_000_000, isSimulated: true, version: "1")))
    }

    /// How long a session rests between two facts: no divisor of the time in which a watcher looks.
    private static let rest = Duration.milliseconds(37)

    /// - Returns: how long each fact took to be stored, and then to be seen.
    private static func recording(in path: String) async throws -> (stored: Sample, seen: Sample) {
        let logger = Logger(label: "figures", factory: { _ in SwiftLogNoOpLogHandler() })
        let id = Session.ID.random()
        let clock = ContinuousClock()
        return try await withSessionJournal(at: path, logger: logger) { journal in
            await journal.store(beginning(of: id, "watched"))
            let reader = try JournalReader(opening: path)
            async let watched = watch(id, in: reader, clock)
            var (writing, moments) = (Sample(), [ContinuousClock.Instant]())
            for number in 2...202 {
                try await Task.sleep(for: rest)
                let isLast = number == 202
                let event = SessionEvent(
                    session: id, sequence: number, offset: .milliseconds(number),
                    kind: isLast
                        ? .sessionFinished(outcome: .cancelled, acceptedAttempt: nil, error: "")
                        : .tierSkipped(tier: 1, reason: ""))
                let start = clock.now
                await journal.store(event)
                moments.append(clock.now)
                writing.add(moments.last! - start)
            }
            var seen = Sample()
            for (moment, written) in zip(try await watched.dropFirst(), moments) { seen.add(moment - written) }
            try await journal.delete(id)
            return (writing, seen)
        }
    }

    /// As a journal does it whose code and pages the processor still knows.
    private static func storingWithoutRest(in path: String) async throws -> Sample {
        let logger = Logger(label: "figures", factory: { _ in SwiftLogNoOpLogHandler() })
        var filler = JournalFiller(path: "", sessions: 0)
        _ = filler.word()
        let events = filler.session(0, events: eventsPerSession)
        let clock = ContinuousClock()
        return try await withSessionJournal(at: path, logger: logger) { journal in
            var sample = Sample()
            for event in events {
                let start = clock.now
                await journal.store(event)
                sample.add(clock.now - start)
            }
            try await journal.delete(events[0].session)
            return sample
        }
    }

    /// What a fact takes besides being written: it goes to the journal's own thread, and its caller waits.
    private static func wakingAnotherThread() async -> Sample {
        let queue = DispatchQueue(label: "figures")
        let clock = ContinuousClock()
        var sample = Sample()
        for _ in 0..<100 {
            try? await Task.sleep(for: rest)
            let start = clock.now
            await withCheckedContinuation { done in queue.async { done.resume() } }
            sample.add(clock.now - start)
        }
        return sample
    }

    private static func watch(
        _ id: Session.ID, in reader: JournalReader, _ clock: ContinuousClock
    ) async throws -> [ContinuousClock.Instant] {
        var moments: [ContinuousClock.Instant] = []
        _ = try await reader.follow(id, on: clock) { _ in moments.append(clock.now) }
        return moments
    }

    private static func duration(_ body: () async throws -> Void) async throws -> Duration {
        try await ContinuousClock().measure { try await body() }
    }

    private static func time(
        _ what: String, runs: Int = 20, bar: String? = nil, _ body: () async throws -> Void
    ) async throws {
        var sample = Sample()
        for _ in 0..<runs { sample.add(try await duration(body)) }
        report(what + ", p50 p95", "\(sample.median.text) \(sample.percentile(0.95).text)", bar: bar)
    }
}
