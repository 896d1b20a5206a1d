import EscalationCore
import Foundation
import GRDB
import Journal
import Logging
import Testing

@Suite struct OpeningTests {
    let folder: JournalFolder

    init() throws { folder = try JournalFolder() }

    /// The error of opening the journal to write; nil where it works.
    private func errorOfWriting(_ path: String? = nil) async throws -> JournalError? {
        do {
            try await withSessionJournal(
                at: path ?? folder.path, busyTimeout: .milliseconds(20), logger: .silent
            ) { _ in }
            return nil
        } catch let error as JournalError {
            return error
        }
    }

    private func errorOfReading() throws -> JournalError? {
        do {
            _ = try JournalReader(opening: folder.path, busyTimeout: .milliseconds(20))
            return nil
        } catch let error as JournalError {
            return error
        }
    }

    private func execute(_ sql: String) throws {
        let queue = try DatabaseQueue(path: folder.path)
        try queue.writeWithoutTransaction { try $0.execute(sql: sql) }
        try queue.close()
    }

    private func write(_ text: String) throws {
        try Data(text.utf8).write(to: URL(fileURLWithPath: folder.path))
    }

    // MARK: - What isn't touched

    @Test func `refuses a journal of a newer version and leaves it as it is`() async throws {
        try await folder.withJournal { _ in }
        try execute("PRAGMA user_version = 3; CREATE TABLE novelty (x)")
        let before = try folder.bytes()

        let writing = try await errorOfWriting()
        let reading = try errorOfReading()

        #expect(writing?.code == .newerVersion)
        #expect(
            writing?.description == """
                Can't open the journal at \(folder.path): it has version 3 and this program knows 2 at most. \
                It was left as it is. Update rung. Name another file with --journal, or record nothing with --no-journal.
                """)
        #expect(reading?.description == writing?.description)
        #expect(try folder.bytes() == before)
        #expect(folder.names == ["journal.sqlite"])
    }

    @Test func `refuses a database of another program and leaves it as it is`() async throws {
        try execute("CREATE TABLE recipes (name)")
        let before = try folder.bytes()

        let writing = try await errorOfWriting()
        let reading = try errorOfReading()

        #expect(writing?.code == .foreign)
        #expect(reading?.code == .foreign)
        #expect(
            writing?.description == """
                Can't open the journal at \(folder.path): it is a database of another program. \
                Name another file with --journal, or record nothing with --no-journal.
                """)
        #expect(try folder.bytes() == before)
        #expect(folder.names == ["journal.sqlite"])
    }

    @Test func `refuses a file that is no database and leaves it as it is`() async throws {
        try write(String(repeating: "notes of mine ", count: 500))
        let before = try folder.bytes()

        let writing = try await errorOfWriting()
        let reading = try errorOfReading()

        #expect(writing?.code == .corrupt)
        #expect(reading?.code == .corrupt)
        #expect(
            writing?.description == """
                Can't open the journal at \(folder.path): the file is no SQLite database. \
                Name another file with --journal, or record nothing with --no-journal.
                """)
        #expect(try folder.bytes() == before)
        #expect(folder.names == ["journal.sqlite"])
    }

    @Test func `refuses a journal whose tables are damaged`() async throws {
        try await folder.withJournal { journal in
            for event in Script.everyKind() { await journal.store(event) }
        }
        var bytes = try folder.bytes()
        bytes.replaceSubrange(100..<4_096, with: Data(repeating: 0xAB, count: 3_996))
        try bytes.write(to: URL(fileURLWithPath: folder.path))

        #expect(try await errorOfWriting()?.code == .corrupt)
        #expect(try errorOfReading()?.code == .corrupt)
        #expect(try folder.bytes() == bytes)
    }

    @Test func `makes a journal of an empty file`() async throws {
        try write("")

        #expect(try errorOfReading()?.code == .missing)
        #expect(try await errorOfWriting() == nil)
        #expect(try errorOfReading() == nil)
    }

    // MARK: - What may not be written

    @Test func `says so when the journal is a folder`() async throws {
        let path = folder.path
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)

        let writing = try await errorOfWriting()
        let reading = try errorOfReading()

        #expect(writing?.code == .cannotOpen)
        #expect(
            writing?.description == """
                Can't open the journal at \(folder.path): is a directory. \
                Name another file with --journal, or record nothing with --no-journal.
                """)
        #expect(reading?.description == writing?.description)
    }

    @Test func `says so when its folder can't be created`() async throws {
        try write("")

        let error = try await errorOfWriting(folder.path + "/new/journal.sqlite")

        #expect(error?.code == .cannotOpen)
        #expect(
            error?.description == """
                Can't open the journal at \(folder.path)/new/journal.sqlite: its folder can't be created. \
                Name another file with --journal, or record nothing with --no-journal.
                """)
    }

    @Test func `says so when another program keeps it locked`() async throws {
        try await folder.withJournal { _ in }
        let other = try LockingProgram(on: folder.path, alsoReaders: true)

        let writing = try await errorOfWriting()
        let reading = try errorOfReading()
        try other.letGo()

        #expect(writing?.code == .locked)
        #expect(reading?.code == .locked)
        #expect(
            writing?.description == """
                Can't open the journal at \(folder.path): another program keeps it locked. \
                Name another file with --journal, or record nothing with --no-journal.
                """)
    }

    @Test(.enabled(if: WriteProtection.isPossible, "nothing can be protected from root here"))
    func `refuses to write a read-only file and reads it all the same`() async throws {
        var script = Script()
        script.start()
        try await folder.withJournal { await $0.store(script.events[0]) }
        let protection = try WriteProtection(folder.path)
        defer { protection.lift() }

        let error = try await errorOfWriting()
        let read = try await JournalReader(opening: folder.path).events(of: script.session)

        #expect(error?.code == .readOnly)
        #expect(
            error?.description == """
                Can't open the journal at \(folder.path): \(WriteProtection.reason). \
                Name another file with --journal, or record nothing with --no-journal.
                """)
        #expect(read == script.events)
    }

    @Test(.enabled(if: WriteProtection.isPossible, "nothing can be protected from root here"))
    func `refuses to write into a read-only folder and reads from it all the same`() async throws {
        var script = Script()
        script.start()
        try await folder.withJournal { await $0.store(script.events[0]) }
        let protection = try WriteProtection(folder.folder, isFolder: true)
        defer { protection.lift() }

        let error = try await errorOfWriting()
        let read = try await JournalReader(opening: folder.path).events(of: script.session)

        #expect(error?.code == .readOnly)
        #expect(read == script.events)
        #expect(folder.names == ["journal.sqlite"])
    }

    // MARK: - Reading beside writers

    @Test func `says that there is nothing to read before anything was recorded`() throws {
        let error = try errorOfReading()

        #expect(error?.code == .missing)
        #expect(
            error?.description == """
                There is no journal at \(folder.path) yet. Run a task first, or name another file with --journal.
                """)
        #expect(folder.names == [])
    }

    @Test func `reads what another journal has just written, and changes no byte`() async throws {
        var script = Script()
        script.start()
        script.output("Hello")

        let read = try await folder.withJournal { journal in
            await journal.store(script.events[0])
            let reader = try JournalReader(opening: folder.path)
            await journal.store(script.events[1])
            let before = try folder.bytes()
            let read = try await reader.events(of: script.session)
            #expect(try folder.bytes() == before)
            return read
        }

        #expect(read == script.events)
    }

    @Test func `lets several open a new journal at the same moment`() async throws {
        let path = folder.path
        try await withThrowingTaskGroup { group in
            for _ in 0..<8 {
                group.addTask {
                    try await withSessionJournal(at: path, logger: .silent) { journal in
                        for event in Script.everyKind() { await journal.store(event) }
                    }
                }
            }
            try await group.waitForAll()
        }

        #expect(folder.names == ["journal.sqlite"])
        #expect(try await JournalReader(opening: path).sessions().count == 8)
    }
}
