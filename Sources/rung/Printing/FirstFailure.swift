import Foundation

/// The error number of the first write that failed.
///
/// `@unchecked Sendable`: `first` is only touched with `lock` held.
final class FirstFailure: @unchecked Sendable {
    private let lock = NSLock()
    private var first: Int32?

    /// Nil while every write has worked.
    var number: Int32? { lock.withLock { first } }

    func note(_ number: Int32) { lock.withLock { first = first ?? number } }
}
