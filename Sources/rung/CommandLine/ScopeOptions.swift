import ArgumentParser
import Journal

/// Which sessions are counted.
struct ScopeOptions: ParsableArguments {
    @Flag(help: "Count simulated sessions too.") var all = false
    @Flag(help: "Count simulated sessions only.") var simulated = false
    @Option(help: "Only sessions since a day, 2026-01-31, or for so long: 12h, 2d, 3w.") var since: String?

    func validate() throws {
        if all && simulated { throw ValidationError("--all and --simulated exclude each other.") }
        do { _ = try scope() } catch let error as SessionQueryError { throw ValidationError(error.description) }
    }

    /// - Throws: `SessionQueryError`.
    func scope() throws -> Statistics.Scope {
        var scope = Statistics.Scope(all ? .all : simulated ? .simulated : .real)
        if let since {
            let query = try SessionQuery("since:\"\(since)\"", now: currentDate())
            if case .since(let moment)? = query.terms.first?.condition { scope.since = moment }
        }
        return scope
    }

    /// What is said where nothing was counted.
    var nothing: String {
        all || simulated
            ? "No such session is recorded."
            : "No session with real models is recorded; --all counts simulated ones too."
    }
}
