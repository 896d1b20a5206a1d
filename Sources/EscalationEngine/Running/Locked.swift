import Foundation

/// A value that several tasks share for the length of a few instructions.
///
/// `@unchecked Sendable`: the value is only touched with `lock` held. (`Mutex` of the standard library is reported as a
/// race by the thread sanitizer on Linux.)
final class Locked<Value: Sendable>: @unchecked Sendable {
    private let lock = NSLock()
    private var value: Value

    init(_ value: Value) { self.value = value }

    func withLock<Result>(_ body: (inout Value) throws -> Result) rethrows -> Result {
        try lock.withLock { try body(&value) }
    }
}
