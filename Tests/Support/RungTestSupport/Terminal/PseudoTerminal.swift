import CVterm
import Foundation
import Terminal

/// A program running on a terminal of its own, whose screen a test can read.
///
/// Nothing sleeps: waiting is `poll(2)` on the terminal, on a thread that belongs to this terminal alone.
public actor PseudoTerminal {
    /// What is on the screen.
    public struct Screen: Sendable, Equatable, CustomStringConvertible {
        /// Rows from top to bottom, trailing blanks trimmed.
        public var rows: [String]
        /// Nil while hidden.
        public var cursor: Canvas.Position?
        public var isAlternate: Bool
        public var reportsMouse: Bool
        public var bells: Int

        /// Whether any row holds `text`.
        public func contains(_ text: String) -> Bool {
            rows.contains { $0.contains(text) }
        }

        public var description: String { rows.joined(separator: "\n") }
    }

    public typealias Ending = SpawnedProcess.Ending

    /// What was waited for did not come.
    public struct Failure: Error, CustomStringConvertible {
        public var description: String
    }

    private let queue: TerminalQueue
    public nonisolated var unownedExecutor: UnownedSerialExecutor { queue.asUnownedSerialExecutor() }

    private let process: SpawnedProcess
    public nonisolated var processID: Int32 { process.processID }
    private let descriptor: Int32
    private let parsed: ParsedScreen
    private var isOver = false
    private var ending: Ending?

    /// The terminal's settings before the program started. See `settings`.
    public nonisolated let initialSettings: [UInt32]

    /// Every byte the program has written.
    public private(set) var output: [UInt8] = []

    /// Starts a program on a new terminal. Use `withPseudoTerminal`, which also ends it.
    ///
    /// - Parameter environment: the program's whole environment.
    init(_ executable: String, _ arguments: [String], environment: [String: String], size: Size) throws {
        queue = TerminalQueue()
        var name = [CChar](repeating: 0, count: 128)
        descriptor = cv_open_terminal(&name, name.count)
        guard descriptor >= 0 else {
            throw Failure(description: "can't open a pseudo terminal: \(String(cString: strerror(errno)))")
        }
        Self.setSize(size, of: descriptor)
        initialSettings = Self.settings(of: descriptor)
        let path = name.withUnsafeBufferPointer { String(cString: $0.baseAddress!) }
        do {
            // Opened by the leader of a new session, it becomes the session's terminal.
            process = try SpawnedProcess(
                executable, arguments, environment: environment, input: .file(path),
                output: .descriptor(0), errors: .descriptor(0), leadsSession: true)
        } catch {
            close(descriptor)
            throw error
        }
        parsed = ParsedScreen(size: size)
    }

    // MARK: What the user does

    /// Types text; control characters and escape sequences as they are.
    public func send(_ text: String) {
        send(Array(text.utf8))
    }

    public func send(_ bytes: [UInt8]) {
        var rest = bytes[...]
        while !rest.isEmpty, !isOver {
            let written = rest.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
            if written > 0 {
                rest = rest.dropFirst(written)
            } else if errno == EAGAIN {
                // The program reads slower than a test types; meanwhile it may be writing.
                var polled = pollfd(fd: descriptor, events: Int16(POLLIN | POLLOUT), revents: 0)
                _ = poll(&polled, 1, 10_000)
                readAvailable()
            } else if errno != EINTR {
                return
            }
        }
    }

    /// Changes the size of the terminal; the program gets SIGWINCH.
    public func resize(to size: Size) {
        parsed.resize(to: size)
        Self.setSize(size, of: descriptor)
    }

    /// Makes the terminal smaller, and as large as it was before the program has looked: what there was no room for is lost.
    public func resizeUnseen(to size: Size) {
        let before = parsed.size
        parsed.resize(to: size)
        parsed.resize(to: before)
        kill(processID, SIGWINCH)
    }

    public func signal(_ number: Int32) {
        kill(processID, number)
    }

    // MARK: What the user sees

    public var screen: Screen {
        Screen(
            rows: parsed.rows, cursor: parsed.cursor, isAlternate: parsed.isAlternate,
            reportsMouse: parsed.reportsMouse, bells: parsed.bells)
    }

    /// The cell in column `x` of row `y`, with its colours and attributes.
    public func cell(_ x: Int, _ y: Int) -> cv_cell {
        parsed.cell(x, y)
    }

    /// The terminal's settings, as a word for each part: input, output, control and local flags, then the characters.
    public var settings: [UInt32] { Self.settings(of: descriptor) }

    private static func settings(of descriptor: Int32) -> [UInt32] {
        var settings = termios()
        guard tcgetattr(descriptor, &settings) == 0 else { return [] }
        let characters = withUnsafeBytes(of: settings.c_cc) { $0.map(UInt32.init) }
        return [settings.c_iflag, settings.c_oflag, settings.c_cflag, settings.c_lflag].map { UInt32($0) } + characters
    }

    /// Waits until the screen is as `predicate` wants it.
    ///
    /// - Returns: that screen.
    /// - Throws: `Failure`, with the last screen, if it isn't within `timeout`, or the program has ended.
    @discardableResult
    public func waitUntil(
        timeout: Duration = .seconds(60), _ predicate: @Sendable (Screen) -> Bool
    ) throws -> Screen {
        let deadline = ContinuousClock.now + timeout
        while true {
            readAvailable()
            let screen = screen
            if predicate(screen) { return screen }
            guard !isOver else { throw Failure(description: "the program has ended; its last screen:\n\(screen)") }
            guard wait(until: deadline) else {
                throw Failure(description: "not within \(timeout); the screen:\n\(screen)")
            }
        }
    }

    /// Waits until the cursor is as `predicate` wants it; it is nil while hidden. Cheaper than looking at the screen.
    ///
    /// - Throws: `Failure` if it isn't within `timeout`.
    public func waitForCursor(
        timeout: Duration = .seconds(60), _ predicate: @Sendable (Canvas.Position?) -> Bool
    ) throws {
        try waitForCursor(timeout) { predicate($0.cursor) }
    }

    /// Waits until the cursor stands in that row, hidden or not.
    ///
    /// - Throws: `Failure` if it doesn't within `timeout`.
    public func waitForCursor(inRow row: Int, timeout: Duration = .seconds(60)) throws {
        try waitForCursor(timeout) { $0.cursorPlace.y == row }
    }

    private func waitForCursor(_ timeout: Duration, _ predicate: (ParsedScreen) -> Bool) throws {
        let deadline = ContinuousClock.now + timeout
        while true {
            readAvailable()
            if predicate(parsed) { return }
            guard !isOver, wait(until: deadline) else {
                throw Failure(description: "the cursor; the screen:\n\(screen)")
            }
        }
    }

    /// Waits until the program writes something, at most so long.
    public func waitForOutput(_ longest: Duration) throws {
        if wait(until: .now + longest) { readAvailable() }
    }

    /// Waits until the program has written nothing for `silence`.
    ///
    /// - Returns: the number of bytes it had written until then.
    /// - Throws: `Failure` if it doesn't fall silent within `timeout`.
    @discardableResult
    public func waitForSilence(_ silence: Duration, timeout: Duration = .seconds(60)) throws -> Int {
        let deadline = ContinuousClock.now + timeout
        while ContinuousClock.now < deadline {
            guard wait(until: min(deadline, .now + silence)), !isOver else { return output.count }
            readAvailable()
        }
        throw Failure(description: "the program goes on writing for \(timeout)")
    }

    /// Waits until the program ends, and takes in what it writes until then.
    ///
    /// - Throws: `Failure`, with the last screen, if it doesn't within `timeout`.
    public func waitForEnd(timeout: Duration = .seconds(60)) throws -> Ending {
        if let ending { return ending }
        let deadline = ContinuousClock.now + timeout
        while ContinuousClock.now < deadline {
            readAvailable()
            ending = process.endingIfOver()
            if let ending {
                readAvailable()
                return ending
            }
            // The terminal hangs up as the program ends; the last steps of ending send nothing to wait for.
            _ = wait(until: min(deadline, .now + .milliseconds(isOver ? 2 : 50)))
        }
        throw Failure(description: "still running after \(timeout); the screen:\n\(screen)")
    }

    /// Kills the program if it still runs, and frees the terminal. Nothing may be asked of it afterwards.
    func end() {
        if ending == nil {
            kill(processID, SIGKILL)
            ending = process.waitUntilEnd()
        }
        close(descriptor)
    }

    // MARK: The descriptor

    /// - Returns: false if nothing came until `deadline`.
    private func wait(until deadline: ContinuousClock.Instant) -> Bool {
        let (seconds, attoseconds) = max(.zero, deadline - .now).components
        let milliseconds = Int32(clamping: seconds * 1000 + attoseconds / 1_000_000_000_000_000 + 1)
        // A terminal nobody holds any more is always ready: there only time passes.
        var polled = pollfd(fd: isOver ? -1 : descriptor, events: Int16(POLLIN), revents: 0)
        return poll(&polled, 1, milliseconds) > 0
    }

    private func readAvailable() {
        var bytes = [UInt8](repeating: 0, count: 64 << 10)
        while !isOver {
            let count = read(descriptor, &bytes, bytes.count)
            if count > 0 {
                output += bytes.prefix(count)
                parsed.write(bytes.prefix(count))
                answer()
            } else if count == 0 || (errno != EAGAIN && errno != EINTR) {
                isOver = true
            } else if errno == EAGAIN {
                return
            }
        }
    }

    private func answer() {
        let bytes = parsed.takeAnswer()
        if !bytes.isEmpty { _ = write(descriptor, bytes, bytes.count) }
    }

    private static func setSize(_ size: Size, of descriptor: Int32) {
        var window = winsize(
            ws_row: UInt16(clamping: size.height), ws_col: UInt16(clamping: size.width), ws_xpixel: 0, ws_ypixel: 0)
        _ = ioctl(descriptor, UInt(TIOCSWINSZ), &window)
    }
}

/// Runs `executable` on a terminal of its own, and ends it after `body`.
///
/// - Parameter environment: added to a small fixed one (`TERM=xterm-256color`, `LANG=C.UTF-8`, `PATH`, `HOME=/nonexistent`).
public func withPseudoTerminal<Result: Sendable>(
    _ executable: String, _ arguments: [String] = [], environment: [String: String] = [:],
    size: Size = Size(width: 80, height: 24), _ body: @Sendable (PseudoTerminal) async throws -> Result
) async throws -> Result {
    let base = [
        "TERM": "xterm-256color", "LANG": "C.UTF-8", "PATH": "/usr/local/bin:/usr/bin:/bin", "HOME": "/nonexistent",
    ]
    let terminal = try PseudoTerminal(
        executable, arguments, environment: base.merging(environment) { $1 }, size: size)
    do {
        let result = try await body(terminal)
        await terminal.end()
        return result
    } catch {
        await terminal.end()
        throw error
    }
}
