import Foundation
import RungTestSupport
import Testing

@testable import TerminalCurses

/// Tasks that run beside the terminal's actor.
@Suite(.timeLimit(.minutes(10))) struct `The terminal's executor` {
    /// Reports whether what it is called on is the terminal's thread.
    @TerminalActor private static var thread: UInt { UInt(pthread_self()) }
    private static var ownThread: UInt { UInt(pthread_self()) }

    @Test func `runs a task that prefers it on the actor's thread`() async {
        let (own, terminal) = await withTaskExecutorPreference(TerminalActor.taskExecutor) {
            (Self.ownThread, await Self.thread)
        }
        #expect(own == terminal)
        #expect(await withTaskExecutorPreference(globalConcurrentExecutor) { Self.ownThread } != terminal)
    }

    @Test func `sees what can be read while jobs follow one another without an end`() async throws {
        let pipe = Pipe()
        let isSeen = Collector<Bool>()
        await withTaskGroup { group in
            group.addTask(executorPreference: TerminalActor.taskExecutor) {
                // Another job at once, each time.
                while isSeen.all.isEmpty { await Task.yield() }
            }
            group.addTask {
                let descriptor = pipe.fileHandleForReading.fileDescriptor
                let ready = await TerminalActor.readable([descriptor], for: .termination)
                isSeen.add(ready == [descriptor])
            }
            try? pipe.fileHandleForWriting.write(contentsOf: Data("x".utf8))
        }
        #expect(isSeen.all == [true])
    }
}
