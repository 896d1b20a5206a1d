/// Runs an operation for a limited time.
///
/// - Returns: nil where the time was up first; the operation is cancelled then, and its end is awaited.
/// - Throws: what the operation throws, and `CancellationError` where the caller is cancelled.
func within<Value: Sendable>(
    _ limit: Duration, on clock: any Clock<Duration>, _ operation: @escaping @Sendable () async throws -> Value
) async throws -> Value? {
    try await withThrowingTaskGroup(of: Value?.self) { group in
        group.addTask { try await operation() }
        group.addTask {
            try await clock.sleep(for: limit)
            return nil
        }
        defer { group.cancelAll() }
        return try await group.next() ?? nil
    }
}
