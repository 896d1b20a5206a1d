import EscalationCore
import Foundation
import GRDB
import Logging
import RungTestSupport
import Testing

@testable import Journal

/// A journal that can't be written for a while: the session goes on, and nothing is lost.
///
/// The queue is built from its parts here, for a full disk has to be staged on the very connection that writes.
@Suite struct WriteQueueTests {
    let folder: JournalFolder
    let database: DatabasePool
    let owner: Owner
    let queue: WriteQueue
    let statuses = Statuses()
    let clock = ManualClock()
    let script: Script

    init() throws {
        folder = try JournalFolder()
        (database, owner) = try JournalFile(path: folder.path, busyTimeout: .milliseconds(20)).openForWriting()
        queue = WriteQueue(
            database, owner: owner.token, busyTimeout: .milliseconds(20), logger: .silent,
            report: { [statuses] in statuses.add($0) })
        var script = Script()
        script.start()
        for number in 1...8 { script.output(String(repeating: "\(number)", count: 5_000)) }
        script.finish()
        self.script = script
    }

    private var stored: [SessionEvent] {
        get async throws { try await JournalReader(database, path: folder.path).events(of: script.session) }
    }

    private func store(_ events: some Sequence<SessionEvent>) async {
        for event in events { await queue.store(EventRow(event)) }
    }

    /// Lets the database grow by no page, as a full disk would.
    private func fillDisk() throws {
        try database.writeWithoutTransaction { db in
            let pages = try Int.fetchOne(db, sql: "PRAGMA page_count")!
            try db.execute(sql: "PRAGMA max_page_count = \(pages)")
        }
    }

    private func makeRoom() throws {
        try database.writeWithoutTransaction { try $0.execute(sql: "PRAGMA max_page_count = 1000000") }
    }

    @Test func `keeps what a full disk can't take and writes it with the first event that finds room`() async throws {
        let events = script.events
        await store(events[..<3])
        try fillDisk()
        await store(events[3..<9])
        #expect(try await stored == Array(events[..<3]))
        #expect(queue.status == .failing(reason: "the disk is full", waiting: 6))

        try makeRoom()
        await store(events[9...])

        #expect(try await stored == events)
        #expect(
            statuses.all == (1...6).map { .failing(reason: "the disk is full", waiting: $0) } + [.recording])
    }

    @Test func `tries again by the clock, more and more rarely`() async throws {
        let events = script.events
        try await queue.retrying(at: RetryPace(first: .seconds(1), longest: .seconds(3)), on: clock) {
            await store(events[..<3])
            try fillDisk()
            await store(events[3...4])
            for pause in [1, 2, 3, 3] {
                let tries = statuses.all.count
                await clock.waitForSleepers()
                clock.advance(by: .seconds(pause) - .milliseconds(1))
                #expect(statuses.all.count == tries)
                clock.advance(by: .milliseconds(1))
                await statuses.wait(for: tries + 1)
            }

            try makeRoom()
            await clock.waitForSleepers()
            clock.advance(by: .seconds(3))
            await statuses.wait(for: 7)

            #expect(try await stored == Array(events[...4]))
            #expect(queue.status == .recording)
        }
    }

    @Test func `writes what waits before it closes`() async throws {
        await store(script.events[..<3])
        try fillDisk()
        await store(script.events[3...])
        #expect(try await stored == Array(script.events[..<3]))

        try makeRoom()
        await queue.close()

        #expect(try await stored == script.events)
    }

    @Test func `loses nothing to a program that locks the file for a while`() async throws {
        let events = script.events
        await store(events[..<3])
        let other = try LockingProgram(on: folder.path)
        await store(events[3..<6])
        #expect(queue.status == .failing(reason: "another program keeps it locked", waiting: 3))

        try other.letGo()
        await store(events[6...])

        #expect(try await stored == events)
        #expect(queue.status == .recording)
    }

    @Test func `waits for a locked file again once it works again`() async throws {
        let other = try LockingProgram(on: folder.path)
        await store(script.events[..<1])
        let impatient = try await database.writeWithoutTransaction { try Int.fetchOne($0, sql: "PRAGMA busy_timeout") }
        try other.letGo()
        await store(script.events[1...])
        let patient = try await database.writeWithoutTransaction { try Int.fetchOne($0, sql: "PRAGMA busy_timeout") }

        #expect([impatient, patient] == [0, 20])
        #expect(try await stored == script.events)
    }

    @Test func `loses nothing while the file may not be written`() async throws {
        let events = script.events
        await store(events[..<3])
        try await database.writeWithoutTransaction { try $0.execute(sql: "PRAGMA query_only = 1") }
        await store(events[3..<6])
        #expect(queue.status == .failing(reason: "it may not be written", waiting: 3))

        try await database.writeWithoutTransaction { try $0.execute(sql: "PRAGMA query_only = 0") }
        await store(events[6...])

        #expect(try await stored == events)
    }

    @Test func `keeps several sessions whole through a failure`() async throws {
        let scripts = (0..<4).map { _ in
            var script = Script()
            script.start()
            for piece in 0..<400 { script.output("\(piece) ") }
            script.finish()
            return script.events
        }
        try fillDisk()

        await withTaskGroup { group in
            for (index, events) in scripts.enumerated() {
                group.addTask {
                    for (number, event) in events.enumerated() {
                        if index == 0, number == 200 { try? makeRoom() }
                        await queue.store(EventRow(event))
                    }
                }
            }
        }

        for events in scripts {
            let reader = JournalReader(database, path: folder.path)
            #expect(try await reader.events(of: events[0].session) == events)
        }
        #expect(queue.status == .recording)
    }
}

/// What a journal told of itself.
///
/// `@unchecked Sendable`: every access to the state holds the lock.
final class Statuses: @unchecked Sendable {
    private let lock = NSLock()
    private var statuses: [JournalStatus] = []
    private var watchers: [(count: Int, wake: CheckedContinuation<Void, Never>)] = []

    var all: [JournalStatus] { lock.withLock { statuses } }

    func add(_ status: JournalStatus) {
        let due = lock.withLock {
            statuses.append(status)
            defer { watchers.removeAll { $0.count <= statuses.count } }
            return watchers.filter { $0.count <= statuses.count }
        }
        for watcher in due { watcher.wake.resume() }
    }

    /// Returns once so many were told.
    func wait(for count: Int) async {
        await withCheckedContinuation { continuation in
            let isThere = lock.withLock {
                if statuses.count >= count { return true }
                watchers.append((count, continuation))
                return false
            }
            if isThere { continuation.resume() }
        }
    }
}
