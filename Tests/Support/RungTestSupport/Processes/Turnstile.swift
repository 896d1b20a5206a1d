/// Lets a few in at a time, in the order in which they came.
///
/// Swift Testing runs all tests at once. A hundred programs side by side on two processors are each as slow as a program on
/// a machine that nobody would call working: what they wait for, a server's answer within 2 s say, doesn't come.
public actor Turnstile {
    private var places: Int
    private var waiting: [CheckedContinuation<Void, Never>] = []

    public init(places: Int) { self.places = places }

    /// Runs the body once there is a place. A body that passes the same turnstile again may wait for ever.
    public nonisolated func pass<Value: Sendable>(_ body: @Sendable () async throws -> Value) async rethrows -> Value {
        await enter()
        do {
            let value = try await body()
            await leave()
            return value
        } catch {
            await leave()
            throw error
        }
    }

    private func enter() async {
        guard places == 0 else {
            places -= 1
            return
        }
        await withCheckedContinuation { waiting.append($0) }
    }

    private func leave() {
        guard !waiting.isEmpty else {
            places += 1
            return
        }
        waiting.removeFirst().resume()
    }
}
