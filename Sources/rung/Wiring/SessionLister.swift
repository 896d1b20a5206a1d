import Dashboard
import EscalationCore
import Journal
import Terminal

/// Shows the dashboard what the journal holds, and keeps it right while another process writes.
actor SessionLister {
    private let mailbox: Mailbox<DashboardProgram.Message>
    private let reader: JournalReader?
    private let clock: any Clock<Duration>
    /// The number of the newest list asked for, or of the wish that there be none.
    private var newest = -1

    /// Sessions read at a time.
    private static let pageSize = 200
    /// How often the journal is looked into while the list is open.
    private static let interval: Duration = .milliseconds(200)

    init(mailbox: Mailbox<DashboardProgram.Message>, reader: JournalReader?, clock: any Clock<Duration>) {
        self.mailbox = mailbox
        self.reader = reader
        self.clock = clock
    }

    /// Gives the first page and how many there are, and both again whenever they are others, until a later list is asked
    /// for or the list is closed.
    ///
    /// - Parameter number: grows with each wish.
    func list(_ text: String, number: Int) async throws {
        guard number > newest else { return }
        newest = number
        guard let reader else { return await mailbox.post(.listed([], query: text)) }
        let query: SessionQuery
        do {
            query = try SessionQuery(text, now: currentDate())
        } catch {
            return await mailbox.post(.listRefused(error.description, query: text))
        }
        var shown: [Session]?
        var complaint: String?
        while newest == number {
            do {
                let page = try await reader.sessions(matching: query, limit: Self.pageSize)
                if page != shown, newest == number {
                    await mailbox.post(.listed(page, query: text))
                    if page.map(\.id) != shown?.map(\.id) { try await count(query, text, reader) }
                    (shown, complaint) = (page, nil)
                }
            } catch let error as JournalError {
                // It may be over with the next look, as where the file was locked.
                if error.description != complaint { await mailbox.post(.listRefused(error.description, query: text)) }
                (shown, complaint) = (nil, error.description)
            }
            try await clock.sleep(for: Self.interval)
        }
    }

    /// - Parameter number: grows with each wish.
    func close(number: Int) { newest = max(newest, number) }

    func listMore(_ text: String, after last: Session.ID) async throws {
        guard let reader, let query = try? SessionQuery(text, now: currentDate()) else { return }
        let page = try await reader.sessions(matching: query, limit: Self.pageSize, before: last)
        await mailbox.post(.listedMore(page, query: text, after: last))
    }

    private func count(_ query: SessionQuery, _ text: String, _ reader: JournalReader) async throws {
        let matching = try await reader.count(matching: query)
        let total = try await reader.count()
        let unsearchable = query.asksForText ? try await reader.countOfUnindexed() : 0
        await mailbox.post(.counted(matching: matching, of: total, unsearchable: unsearchable, query: text))
    }

    /// Loads a session, and where another process runs it, gives what that adds as it is stored, until its end.
    func open(_ id: Session.ID) async throws {
        guard let reader, let session = try await reader.session(id) else {
            return await mailbox.post(.notice("Session \(id.short) isn't in the journal any more."))
        }
        await mailbox.post(.remarked(try await reader.annotations(of: id).latest, on: id))
        let events = try await reader.events(of: id)
        await mailbox.post(.loaded(events))
        guard session.state == .running else { return }
        await mailbox.post(.following(id, true))
        _ = try await reader.follow(id, after: events.last?.sequence ?? 0, on: clock) {
            await mailbox.post(.followed($0))
        }
        await mailbox.post(.following(id, false))
    }

    /// - Parameter isSimulated: whether scripted models are all there is.
    func addUp(isSimulated: Bool) async throws {
        let scope = Statistics.Scope(isSimulated ? .simulated : .real)
        let statistics = try await reader?.statistics(scope) ?? Statistics()
        let card = try await reader?.reportCard(scope) ?? ReportCard(verifiers: [], tiers: [])
        await mailbox.post(
            .figures(
                (statistics.tables + card.tables).map { FigureTable($0.title, heading: $0.heading, rows: $0.rows) }))
    }
}
