import EscalationCore
import Foundation

/// An executor that does as a closure says.
public struct ScriptedExecutor: Executor {
    private let body: @Sendable (Request, ExecutorReport.Sink) async throws -> Answer

    public init(_ body: @escaping @Sendable (Request, ExecutorReport.Sink) async throws -> Answer) {
        self.body = body
    }

    public func answer(to request: Request, report: @escaping ExecutorReport.Sink) async throws -> Answer {
        try await body(request, report)
    }

    /// Answers every request with that text, in one piece.
    public static func answering(_ text: String) -> ScriptedExecutor {
        ScriptedExecutor { _, report in
            await report(.output(.answer, text))
            return Answer(text, finishReason: .stop)
        }
    }

    public static func failing(_ kind: Failure.Kind, _ text: String) -> ScriptedExecutor {
        ScriptedExecutor { _, _ in throw Failure(kind, text) }
    }

    /// Gives each request the next of these results, and the last one to all further requests.
    public static func playing(_ results: Result<Answer, Failure>...) -> ScriptedExecutor {
        let requests = Collector<Request>()
        return ScriptedExecutor { request, report in
            requests.add(request)
            let answer = try results[min(requests.all.count, results.count) - 1].get()
            await report(.output(.answer, answer.text))
            return answer
        }
    }

    /// Never answers; ends when it is cancelled. `started` is told of each request.
    public static func hanging(_ started: @escaping @Sendable () -> Void = {}) -> ScriptedExecutor {
        ScriptedExecutor { _, _ in
            started()
            try await hangUntilCancelled()
        }
    }
}

/// Waits until the task is cancelled, however long that is.
///
/// - Throws: `CancellationError`, always.
public func hangUntilCancelled() async throws -> Never {
    let (silence, source) = AsyncStream.makeStream(of: Never.self)
    for await _ in silence {}
    withExtendedLifetime(source) {}
    throw CancellationError()
}

/// A verifier that does as a closure says.
public struct ScriptedVerifier: Verifier {
    public var name: String
    public var asksPerson: Bool
    public var mayCost: Bool
    private let body: @Sendable (String, JudgedTask) async throws -> Judgement

    public init(
        _ name: String = "scripted", asksPerson: Bool = false, mayCost: Bool = true,
        _ body: @escaping @Sendable (String, JudgedTask) async throws -> Judgement
    ) {
        self.name = name
        self.asksPerson = asksPerson
        self.mayCost = mayCost
        self.body = body
    }

    public func judgement(of answer: String, to task: JudgedTask) async throws -> Judgement {
        try await body(answer, task)
    }

    public static let accepting = ScriptedVerifier("accepting") { _, _ in Judgement(.accept) }

    public static func rejecting(_ feedback: String) -> ScriptedVerifier {
        ScriptedVerifier("rejecting") { _, _ in Judgement(.escalate(feedback: feedback)) }
    }
}

/// Keeps what it is given, in order; a test may wait for an element.
///
/// `@unchecked Sendable`: `elements` and `waiters` are only touched with `lock` held.
public final class Collector<Element: Sendable>: @unchecked Sendable {
    private let lock = NSLock()
    private var elements: [Element] = []
    private var waiters: [(condition: @Sendable ([Element]) -> Bool, wake: CheckedContinuation<Void, Never>)] = []

    public init() {}

    public var all: [Element] { lock.withLock { elements } }

    public func add(_ element: Element) {
        let ready = lock.withLock {
            elements.append(element)
            let ready = waiters.filter { $0.condition(elements) }
            waiters.removeAll { $0.condition(elements) }
            return ready
        }
        for waiter in ready { waiter.wake.resume() }
    }

    /// Returns once the condition holds for all that was collected.
    public func wait(until condition: @escaping @Sendable ([Element]) -> Bool) async {
        await withCheckedContinuation { continuation in
            let isTrue = lock.withLock {
                if condition(elements) { return true }
                waiters.append((condition, continuation))
                return false
            }
            if isTrue { continuation.resume() }
        }
    }

    public func wait(for count: Int) async { await wait { $0.count >= count } }
}
