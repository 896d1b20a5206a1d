import EscalationCore

/// What an executor reported, in order; neighbouring pieces of a channel are joined where only the text counts.
actor Reports {
    private(set) var all: [ExecutorReport] = []

    /// To be passed to an executor.
    nonisolated var sink: ExecutorReport.Sink {
        { await self.append($0) }
    }

    func append(_ report: ExecutorReport) { all.append(report) }
}

extension [ExecutorReport] {
    /// The text of one channel.
    func text(of channel: OutputChannel) -> String {
        compactMap { if case .output(channel, let text) = $0 { text } else { nil } }.joined()
    }
}
