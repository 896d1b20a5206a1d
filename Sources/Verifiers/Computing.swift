/// Runs what computes, or writes files, where that holds nobody up: the session may run on the thread that reads the answers
/// of all others.
func computing<Value: Sendable>(_ body: @Sendable () async throws -> Value) async rethrows -> Value {
    try await withTaskExecutorPreference(globalConcurrentExecutor) { try await body() }
}
