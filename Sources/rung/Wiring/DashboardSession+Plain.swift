import Dashboard
import Terminal
import TerminalCurses

extension DashboardSession {
    /// Holds the conversation instead of drawing: reads lines from standard input and appends lines to standard output.
    /// Returns when the user wants to leave, or when the input has ended and with it what ran.
    ///
    /// - Parameter draft: what was typed before the program ended the last time; empty for nothing.
    func converse(
        _ host: DashboardHost, _ mailbox: Mailbox<DashboardProgram.Message>, draft: String
    ) async throws {
        var dialogue = PlainDialogue(setup) { ProgressLine.text(for: $0, in: $1) }
        // Messages and lines by turns: one queue for both.
        let heard = Mailbox<Heard>(capacity: 64)
        try await withThrowingDiscardingTaskGroup { group in
            group.addTask {
                while let message = await mailbox.next() { await heard.post(.message(message)) }
                heard.close()
            }
            group.addTask {
                for await line in LineInput.lines() { await heard.post(.line(line)) }
                if !Task.isCancelled { await heard.post(.endOfInput) }
            }
            dialogue.begin(draft: draft)
            await Self.write(&dialogue)
            var number = 0
            while !dialogue.isFinished, let next = await heard.next() {
                let effects =
                    switch next {
                    case .message(let message): dialogue.update(message)
                    case .line(let line): dialogue.read(line)
                    case .endOfInput: dialogue.hangUp()
                    }
                await Self.write(&dialogue)
                for effect in effects {
                    number += 1
                    group.addTask(executorPreference: globalConcurrentExecutor) { [number] in
                        await host.perform(effect, number: number)
                    }
                }
            }
            heard.close()
            mailbox.close()
            group.cancelAll()
        }
        try Task.checkCancellation()
    }

    private enum Heard: Sendable {
        case message(DashboardProgram.Message)
        case line(String)
        case endOfInput
    }

    private static func write(_ dialogue: inout PlainDialogue) async {
        let (text, rings) = dialogue.takeOutput()
        if !text.isEmpty { StandardStream.output.write(text) }
        if rings { await PlainDisplay().bell() }
    }
}
