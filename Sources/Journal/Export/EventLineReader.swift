import EscalationCore

/// Reads sessions back from JSON Lines, as they are exported: one object an event, sessions one after the other or mixed.
///
/// What it lets through is whole: each session from its first event on, without a gap, in the order it happened; and what
/// people said of it, where its lines tell.
public struct EventLineReader: Sendable {
    /// Why a line can't be taken.
    public struct LineError: Error, Hashable, CustomStringConvertible {
        /// From 1.
        public var line: Int
        public var reason: String

        public var description: String { "line \(line): \(reason)" }
    }

    /// Lines read so far.
    private var line = 0
    /// The last event of each session.
    private var last: [Session.ID: Last] = [:]

    private struct Last: Sendable {
        var sequence: Int
        var offset: Duration
        var isFinish: Bool
    }

    public init() {}

    /// Sessions that were seen, in no order.
    public var sessions: [Session.ID] { Array(last.keys) }

    /// What people said of sessions that were seen, oldest first.
    public private(set) var annotations: [Session.ID: [Annotation]] = [:]

    /// The next line's event; nil for a blank line.
    public mutating func read(_ text: String) throws(LineError) -> SessionEvent? {
        line += 1
        guard text.utf8.contains(where: { $0 != 0x20 && $0 != 0x09 && $0 != 0x0D }) else { return nil }
        let (event, json): (SessionEvent, JSONValue)
        do {
            json = try JSONValue(parsing: text)
            event = try SessionEvent(json: json)
        } catch {
            throw LineError(line: line, reason: "no event (\(error))")
        }
        if let reason = Self.complaint(aboutNumbersOf: json) { throw LineError(line: line, reason: reason) }
        if let reason = complaint(about: event) { throw LineError(line: line, reason: reason) }
        var isFinish = false
        if case .sessionFinished = event.kind { isFinish = true }
        last[event.session] = Last(sequence: event.sequence, offset: event.offset, isFinish: isFinish)
        let said = [Annotation](in: json)
        if !said.isEmpty { annotations[event.session, default: []] += said }
        return event
    }

    /// Furthest date from 1970 that is taken for one, in milliseconds: 30,000 years and more.
    private static let furthestDate = 1e15
    /// Longest time that is taken for one, in milliseconds: 126 years, more than any limit that can be configured, and so
    /// little that the sum of two million such times doesn't overflow.
    private static let longestTime = 4e12

    /// What is wrong with a number, here or further in, that nobody can mean; nil where nothing is.
    private static func complaint(aboutNumbersOf json: JSONValue) -> String? {
        switch json {
        case .object(let members):
            for member in members {
                let number = member.value.double
                if let number, let reason = complaint(about: abs(number), asTimeIn: member.name) { return reason }
                if member.name.hasSuffix("_tokens"), let number,
                    number < 0 || number > Double(Usage.tokenCounts.upperBound)
                {
                    return "'\(member.name)' is no number of tokens"
                }
                // What a server is sent is the user's own.
                if member.name != "params", let reason = complaint(aboutNumbersOf: member.value) { return reason }
            }
        case .array(let items): for item in items { if let reason = complaint(aboutNumbersOf: item) { return reason } }
        case .null, .bool, .int, .double, .string: break
        }
        return nil
    }

    private static func complaint(about number: Double, asTimeIn name: String) -> String? {
        if name.hasSuffix("_at_ms") {
            return number > furthestDate ? "'\(name)' is no date: it lies more than 30,000 years away" : nil
        }
        guard name.hasSuffix("_ms"), number > longestTime else { return nil }
        return "'\(name)' is no time: it is more than 126 years"
    }

    private func complaint(about event: SessionEvent) -> String? {
        let id = event.session.short
        guard let last = last[event.session] else {
            guard event.sequence == 1, case .sessionStarted = event.kind else {
                return "session \(id) begins with event \(event.sequence), not with the first, 'session_started'"
            }
            return nil
        }
        if event.sequence <= last.sequence { return "event \(event.sequence) of session \(id) came before" }
        if event.sequence > last.sequence + 1 {
            return "event \(last.sequence + 1) of session \(id) is missing before event \(event.sequence)"
        }
        if last.isFinish { return "event \(event.sequence) of session \(id) comes after its end" }
        if event.offset < last.offset {
            return "event \(event.sequence) of session \(id) happened before the one above it"
        }
        return nil
    }
}
