/// Ends one piece of work from elsewhere, while its siblings in the task group go on.
struct CancelSwitch: Sendable {
    private let bell = Bell()

    /// Cancels what runs under the switch, now or as soon as it starts.
    func turnOn() { bell.ring() }

    /// Runs the body, and cancels it when the switch is turned on. The body's end is awaited in any case.
    func run<Value: Sendable>(_ body: @escaping @Sendable () async -> Value) async -> Value {
        await withTaskGroup(of: Value?.self) { group in
            group.addTask { await body() }
            group.addTask {
                await bell.wait()
                return nil
            }
            var value: Value?
            for await result in group {
                value = value ?? result
                group.cancelAll()
            }
            return value!
        }
    }
}
