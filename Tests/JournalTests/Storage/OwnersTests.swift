import EscalationCore
import Foundation
import Journal
import Testing

/// Whether a session runs or was interrupted: its owner's lock tells.
@Suite struct OwnersTests {
    let folder: JournalFolder
    let started: SessionEvent
    let finished: SessionEvent

    init() throws {
        folder = try JournalFolder()
        var script = Script()
        started = script.start()
        finished = script.finish(.exhausted)
    }

    private func state() async throws -> Session.Run? {
        try await JournalReader(opening: folder.path).sessions().first?.state
    }

    @Test func `a session runs while its process lives, and is interrupted when that ended without it`() async throws {
        let (own, others) = try await folder.withJournal { journal in
            await journal.store(started)
            return (try await journal.reader.sessions().first?.state, try await state())
        }

        #expect(own == .running)
        #expect(others == .running)
        #expect(try await state() == .interrupted)
    }

    @Test func `a session that has an end ended, whoever lives`() async throws {
        let during = try await folder.withJournal { journal in
            await journal.store(started)
            await journal.store(finished)
            return try await state()
        }

        #expect(during == .ended(.exhausted))
        #expect(try await state() == .ended(.exhausted))
    }

    @Test func `a second journal on the same file leaves the first one's sessions running`() async throws {
        let states = try await folder.withJournal { first in
            await first.store(started)
            let second = try await folder.withJournal { try await $0.reader.sessions().first?.state }
            return [second, try await state()]
        }

        #expect(states == [.running, .running])
    }

    @Test func `a session runs by whatever name the journal is opened`() async throws {
        let other = try JournalFolder()
        try await folder.withJournal { journal in
            try FileManager.default.createSymbolicLink(atPath: other.path, withDestinationPath: folder.path)
            await journal.store(started)
        }

        let states = try await other.withJournal { journal in
            var script = Script()
            await journal.store(script.start(at: 1_800_000_000_000))
            return (try await journal.reader.sessions().map(\.state), try await state())
        }

        #expect(states.0 == [.running, .interrupted])
        #expect(states.1 == .running)
        #expect(other.names == ["journal.sqlite"])
    }

    @Test func `a process that was killed leaves its file behind, unlocked, and the next one removes it`() async throws
    {
        let crashed = try await folder.withJournal { journal in
            await journal.store(started)
            let crashed = try folder.copyAsCrashed()
            for name in folder.names where name.contains(".owner-") {
                try Data().write(to: URL(fileURLWithPath: crashed.folder + "/" + name))
            }
            return crashed
        }
        #expect(crashed.names.filter { $0.contains(".owner-") }.count == 1)

        let reader = try JournalReader(opening: crashed.path)
        #expect(try await reader.sessions().first?.state == .interrupted)
        let names = try await crashed.withJournal { _ in crashed.names.filter { $0.contains(".owner-") } }

        #expect(names.count == 1)
        #expect(crashed.names.filter { $0.contains(".owner-") } == [])
        #expect(try await reader.sessions().first?.state == .interrupted)
    }

    @Test func `a process that lives keeps its file when another one opens the journal`() async throws {
        let names = try await folder.withJournal { _ in
            let before = folder.names
            try await folder.withJournal { _ in }
            return (before, folder.names)
        }

        #expect(names.0 == names.1)
        #expect(names.0.filter { $0.contains(".owner-") }.count == 1)
    }
}
