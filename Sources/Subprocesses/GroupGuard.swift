import Subprocess

#if canImport(System)
    import System
#else
    import SystemPackage
#endif

/// A process that leads a command's group, and kills it as soon as this process is gone, however that came about: nothing
/// runs any more that could do it then.
///
/// It waits for the end of its standard input, a pipe whose other end this process alone holds. It stands before the
/// command does, so that there is no moment at which a command could kill its parent and live on. A shell is enough, and
/// costs a millisecond or two; a signal at the parent's death, which Linux could send, goes to the child alone, not to
/// the child's own children, and already when the thread ends that started it.
enum GroupGuard {
    /// Strays first, for it dies with its group. The signals that a terminal or the command itself sends to groups are
    /// for the others.
    private static let script = """
        trap '' HUP INT QUIT TERM TSTP
        read -r _
        if [ -n "$1" ] && [ -d /proc/self ]; then
            for pass in 1 2 3; do
                for file in $(grep -lsF -- "$1" /proc/[0-9]*/environ); do
                    file=${file#/proc/}
                    kill -9 "${file%/environ}"
                done
            done
        fi
        kill -9 -$$
        """

    /// The shell POSIX promises.
    static let shell = "/bin/sh"

    /// - Parameter mark: of strays that are to be killed as well; nil where none are.
    static func configuration(for mark: StrayMark?) -> Configuration {
        var options = PlatformOptions()
        // 0: a new group, led by it.
        options.processGroupID = 0
        return Configuration(
            executable: .path(FilePath(shell)),
            arguments: ["-c", script, "command-guard", mark?.assignment ?? ""],
            // It must not keep a file system in use.
            workingDirectory: FilePath("/"), platformOptions: options)
    }
}
