import Foundation
import Terminal
import TerminalCurses

/// A screen program for the tests of TerminalCurses: shows its size, the keys it gets, and what the first argument asks for.
@main
struct CursesFixture {
    static func main() async {
        do {
            let ending = try await withCursesDisplay(options) { display in
                try await run(on: display)
            }
            if case .signal(let number) = ending { TerminationSignals.raiseAgain(number) }
            print("bye")
        } catch {
            print(error)
            exit(64)
        }
    }

    static var options: CursesDisplay.Options {
        CursesDisplay.Options(
            mostColors: CommandLine.arguments.contains("mono") ? .mono : .truecolor,
            mouse: CommandLine.arguments.contains("wheel")
                ? .wheel : CommandLine.arguments.contains("mouse") ? .on : .off)
    }

    enum Ending {
        case finished
        case signal(Int32)
    }

    static func run(on display: CursesDisplay) async throws -> Ending {
        let mailbox = Mailbox<FixtureProgram.Message>(capacity: 64)
        let loop = ProgramLoop<FixtureProgram>(
            display: display, mailbox: mailbox, clock: ContinuousClock(), symbols: display.symbols)
        return try await withThrowingTaskGroup(of: Ending.self) { group in
            group.addTask(executorPreference: TerminalActor.taskExecutor) {
                let program = FixtureProgram(depth: display.depth, symbols: display.symbols)
                _ = try await loop.run(program) { effect, _ in
                    switch effect {
                    case .stop: await display.stopProcess()
                    case .suspend:
                        await display.suspend()
                        print("suspended")
                        _ = readLine()
                        await display.resume()
                    case .bell: await display.bell()
                    case .crash: fatalError("asked to crash")
                    case .overflow: await overflow()
                    }
                }
                return .finished
            }
            group.addTask {
                guard let signal = await TerminationSignals.next() else { throw CancellationError() }
                if CommandLine.arguments.contains("stubborn") {
                    await mailbox.post(.note("got signal \(signal)"))
                    while await TerminationSignals.next() != nil {}
                }
                return .signal(signal)
            }
            defer { group.cancelAll() }
            return try await group.next() ?? .finished
        }
    }

    /// Fills the stack of the thread that speaks to ncurses.
    @TerminalActor
    static func overflow() {
        print(deep(1))
    }

    /// Calls itself until the stack is full.
    static func deep(_ depth: Int) -> Int {
        withUnsafeTemporaryAllocation(byteCount: 4096, alignment: 8) { buffer in
            buffer[0] = UInt8(truncatingIfNeeded: depth)
            return deep(depth + 1) + Int(buffer[0])
        }
    }
}

struct FixtureProgram: Program {
    enum Message: Sendable {
        case key(Key)
        case size(Size)
        case note(String)
    }

    enum Effect: Sendable {
        case stop, suspend, bell, crash, overflow
    }

    let depth: ColorDepth
    let symbols: Canvas.Symbols
    var keys: [String] = []
    var size = Size.zero
    var note = ""
    var isFinished = false
    var showsCursor = false

    static let accent = StyleKey(rawValue: 1)
    static let selected = StyleKey(rawValue: 2)
    static let dark = StyleKey(rawValue: 3)

    var styleSheet: StyleSheet {
        StyleSheet([
            Self.accent: Style(foreground: .rgb(255, 135, 0), attributes: .bold),
            Self.selected: Style(background: .palette16(.blue), attributes: .underline),
            Self.dark: Style(foreground: .rgb(0, 0, 1), background: .indexed(231)),
        ])
    }

    static func message(for input: ProgramInput) -> Message? {
        switch input {
        case .key(let key): .key(key)
        case .resized(let size): .size(size)
        case .tick: nil
        }
    }

    mutating func update(_ message: Message) -> [Effect] {
        switch message {
        case .size(let size): self.size = size
        case .note(let text): note = text
        case .key("q"): isFinished = true
        case .key("ctrl-z"): return [.stop]
        case .key("f2"): return [.suspend]
        case .key("f3"): return [.bell]
        case .key("f4"): return [.crash]
        case .key("f5"): return [.overflow]
        case .key("f6"): showsCursor = true
        case .key(.paste(let text)): keys.append("paste \(text.count) \(text.prefix(12).debugDescription)")
        case .key(let key): keys.append(key.description)
        }
        return []
    }

    func view(on canvas: inout Canvas) {
        canvas.put("size \(size.width)x\(size.height) depth \(depth) \(symbols)", at: 0, 0)
        canvas.put("accent 日本 é", at: 0, 1, style: Self.accent)
        canvas.put("selected", at: 0, 2, style: Self.accent, overlay: Self.selected)
        canvas.put("dark", at: 20, 2, style: Self.dark)
        canvas.put("|👨‍👩‍👧|🇩🇪|❤️|👍🏽|1️⃣|e\u{301}|", at: 0, 3)
        canvas.put("\u{1B}[31mred\u{7}\u{9B}31m\u{202E}", at: 0, 4)
        canvas.put("keys: " + keys.suffix(8).joined(separator: " "), at: 0, 6)
        canvas.put(note, at: 0, 7)
        if showsCursor { canvas.cursor = Canvas.Position(x: 3, y: 5) }
    }
}
