#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// Writing to a command that has gone must fail with an error, not end this process.
enum BrokenPipes {
    /// Ignores SIGPIPE from now on, unless the program handles it already. Commands start with the default again.
    static func ignore() { _ = once }

    private static let once: Void = {
        // Nil was the default; anything else is the program's own choice.
        if let handler = signal(SIGPIPE, SIG_IGN) { signal(SIGPIPE, handler) }
    }()
}
