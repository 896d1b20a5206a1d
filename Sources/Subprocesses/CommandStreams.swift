import Subprocess

/// Passes bytes to and from a running command.
struct CommandStreams: Sendable {
    var input: [UInt8]
    var outputLimit: Int
    /// Thrown when the limit is passed.
    var outputTooLong: CommandError
    var onOutput: @Sendable ([UInt8]) async throws -> Void

    /// - Parameter errors: nil where standard error is part of `output`.
    /// - Returns: the end of standard error, once the outputs have ended.
    func pass(
        to writer: StandardInputWriter, from output: SubprocessOutputSequence,
        errors: SubprocessOutputSequence? = nil
    ) async throws -> OutputTail {
        try await withThrowingTaskGroup(of: OutputTail?.self) { group in
            group.addTask {
                await write(to: writer)
                return nil
            }
            group.addTask {
                try await read(output)
                return nil
            }
            if let errors {
                group.addTask {
                    var tail = OutputTail()
                    for try await piece in errors { piece.withUnsafeBytes { tail.append($0) } }
                    return tail
                }
            }
            var tail = OutputTail()
            for try await result in group { tail = result ?? tail }
            return tail
        }
    }

    private func write(to writer: StandardInputWriter) async {
        // A command may exit without reading what it was given: the broken pipe is no failure of the run.
        _ = try? await writer.write(input)
        try? await writer.finish()
    }

    private func read(_ output: SubprocessOutputSequence) async throws {
        var count = 0
        for try await piece in output {
            count += piece.count
            guard count <= outputLimit else { throw outputTooLong }
            try await onOutput(piece.withUnsafeBytes { Array($0) })
            // A pipe that always has more would otherwise never notice.
            try Task.checkCancellation()
        }
    }
}
