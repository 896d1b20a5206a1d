import EscalationCore
import Foundation
import Journal
import Testing

@Suite struct StoringTests {
    let folder: JournalFolder

    init() throws { folder = try JournalFolder() }

    @Test func `gives back every kind of event as it was`() async throws {
        let events = Script.everyKind()

        let read = try await folder.withJournal { journal in
            for event in events { await journal.store(event) }
            return try await journal.reader.events(of: events[0].session)
        }

        #expect(read == events)
    }

    @Test func `holds every event when the process dies right after it was stored`() async throws {
        let events = Script.everyKind()

        try await folder.withJournal { journal in
            for (index, event) in events.enumerated() {
                await journal.store(event)
                let crashed = try folder.copyAsCrashed()
                let read = try await crashed.withJournal { try await $0.reader.events(of: event.session) }
                #expect(read == Array(events[...index]))
            }
        }
    }

    @Test func `stores an event of a cancelled task`() async throws {
        var script = Script()
        let (first, last) = (script.start(), script.finish(.cancelled))

        let read = try await folder.withJournal { journal in
            await journal.store(first)
            await withTaskGroup { group in
                group.addTask {
                    withUnsafeCurrentTask { $0?.cancel() }
                    #expect(Task.isCancelled)
                    await journal.store(last)
                }
            }
            return try await journal.reader.events(of: script.session)
        }

        #expect(read == [first, last])
    }

    @Test func `closes in good order when its task is cancelled`() async throws {
        var script = Script()
        let (first, last) = (script.start(), script.finish(.cancelled))

        await withThrowingTaskGroup { group in
            group.addTask {
                try await folder.withJournal { journal in
                    await journal.store(first)
                    withUnsafeCurrentTask { $0?.cancel() }
                    await journal.store(last)
                    try Task.checkCancellation()
                }
            }
            await #expect(throws: CancellationError.self) { try await group.next() }
        }

        #expect(folder.names == ["journal.sqlite"])
        #expect(try await JournalReader(opening: folder.path).events(of: script.session) == [first, last])
    }

    @Test func `keeps sessions apart that are written at the same time`() async throws {
        let sessions = (0..<8).map { index in
            var script = Script()
            script.start(at: Int64(index))
            for piece in 0..<50 { script.output("\(index).\(piece) ") }
            script.finish()
            return script.events
        }

        try await folder.withJournal { journal in
            await withTaskGroup { group in
                for events in sessions {
                    group.addTask { for event in events { await journal.store(event) } }
                }
            }
            for events in sessions {
                let read = try await journal.reader.events(of: events[0].session)
                #expect(read == events)
            }
        }
    }

    @Test func `stores an event once however often it is given`() async throws {
        var script = Script()
        script.start()
        script.finish()

        let (read, status) = try await folder.withJournal { journal in
            for event in script.events + script.events { await journal.store(event) }
            return (try await journal.reader.events(of: script.session), journal.status)
        }

        #expect(read == script.events)
        #expect(status == .recording)
    }

    @Test func `keeps what was stored when its body throws, and passes the error on`() async throws {
        struct Interruption: Error {}
        var script = Script()
        let event = script.start()

        await #expect(throws: Interruption.self) {
            try await folder.withJournal { journal in
                await journal.store(event)
                throw Interruption()
            }
        }

        #expect(folder.names == ["journal.sqlite"])
        #expect(try await JournalReader(opening: folder.path).events(of: script.session) == [event])
    }

    @Test func `leaves nothing but the journal behind`() async throws {
        try await folder.withJournal { journal in
            var script = Script()
            await journal.store(script.start())
        }

        #expect(folder.names == ["journal.sqlite"])
    }

    @Test func `lets nobody else read the journal or look into its folder`() async throws {
        let path = folder.folder + "/new/journal.sqlite"

        let modes = try await withSessionJournal(at: path, logger: .silent) { journal in
            var script = Script()
            await journal.store(script.start())
            return try [path, path + "-wal", path + "-shm", folder.folder + "/new"].map {
                try FileManager.default.attributesOfItem(atPath: $0)[.posixPermissions] as? Int
            }
        }

        #expect(modes == [0o600, 0o600, 0o600, 0o700])
    }
}
