import ArgumentParser
import EscalationCore
import Foundation
import Journal

/// What `rung sessions` changes instead of listing.
struct SessionChanges: ParsableArguments {
    @Flag(help: "Delete the sessions of these ids.") var delete = false
    @Option(help: "File the sessions of these ids under a tag.") var tag: [String] = []
    @Option(help: "Take a tag away from the sessions of these ids.") var untag: [String] = []
    @Option(help: "Give the session of that id a title; \"\" for none.") var rename: String?
    @Flag(help: "Delete old sessions, by age or for size.") var prune = false
    @Option(help: "Prune what started longer ago: 90d, 12w.") var olderThan: String?
    @Option(help: "Prune until the journal needs no more: 500MB, 2GB.") var keepSize: String?
    @Flag(help: "Only say what would be pruned.") var dryRun = false

    var isWanted: Bool { delete || prune || !tag.isEmpty || !untag.isEmpty || rename != nil }

    func validate(with names: [String]) throws {
        let kinds = [delete, prune, !tag.isEmpty || !untag.isEmpty, rename != nil].count { $0 }
        guard kinds < 2 else { throw ValidationError("Delete, prune, tag or rename: one at a time.") }
        guard prune || (olderThan == nil && keepSize == nil && !dryRun) else {
            throw ValidationError("--older-than, --keep-size and --dry-run belong to --prune.")
        }
        if prune {
            guard names.isEmpty else { throw ValidationError("--prune takes no ids: it deletes the oldest sessions.") }
            guard (olderThan == nil) != (keepSize == nil) else {
                throw ValidationError("--prune wants --older-than 90d or --keep-size 500MB.")
            }
            _ = try limit(now: 0)
        } else if isWanted, names.isEmpty {
            throw ValidationError("Name the session: the first digits of its id, or 'last'.")
        }
        if rename != nil, names.count > 1 { throw ValidationError("--rename takes one session.") }
    }

    func apply(to names: [String], _ options: JournalOptions) async throws {
        try await options.withJournal { journal in
            if prune { return try await self.prune(journal) }
            // All are found before one is changed.
            var sessions: [Session] = []
            for name in names { sessions.append(try await journal.reader.session(named: name)) }
            for session in sessions {
                let name = "\(try await journal.reader.shortestPrefix(of: session.id))"
                if delete {
                    try await journal.delete(session.id)
                    StandardStream.error.writeLine("Deleted \(name).")
                } else if let rename {
                    try await journal.rename(session.id, to: rename)
                } else {
                    try await journal.tag(session.id, with: tag)
                    try await journal.untag(session.id, from: untag)
                }
            }
        }
    }

    private func prune(_ journal: SessionJournal) async throws {
        let pruned = try await journal.prune(try limit(now: currentDate()), isTrial: dryRun)
        let sessions = ProgressLine.counted(pruned.sessions, "session")
        let size = pruned.bytes.formatted(.byteCount(style: .file).locale(Locale(identifier: "en_GB")))
        StandardStream.error.writeLine(
            pruned.sessions == 0
                ? "There is nothing to prune."
                : dryRun ? "\(sessions) would be deleted, about \(size)." : "Deleted \(sessions), freed \(size).")
    }

    private func limit(now: Int64) throws -> SessionJournal.PruneLimit {
        if let olderThan {
            let query = try SessionQuery("before:\"\(olderThan)\"", now: now)
            guard case .before(let moment)? = query.terms.first?.condition else {
                throw ValidationError("--older-than wants a span as 90d or a day as 2026-01-31.")
            }
            return .before(moment)
        }
        let text = (keepSize ?? "").uppercased()
        let units = ["KB": 1_000, "MB": 1_000_000, "GB": 1_000_000_000]
        guard let unit = units[String(text.suffix(2))],
            let amount = Double(text.dropLast(2).trimmingCharacters(in: .whitespaces)), (0...1_000_000).contains(amount)
        else { throw ValidationError("--keep-size wants a size as 500MB or 2GB (KB, MB, GB).") }
        return .size(Int(amount * Double(unit)))
    }
}
