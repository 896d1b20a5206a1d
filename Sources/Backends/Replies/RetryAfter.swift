import Foundation
import NIOHTTP1

/// How long a server asks to wait before the next request (RFC 9110, section 10.2.3).
enum RetryAfter {
    /// Longest wait that is believed: a day. What asks for more is of no use to a session.
    static let longest: Duration = .seconds(86_400)

    /// The wait that `Retry-After` asks for, in seconds or until a date; zero for a date that has passed.
    ///
    /// A date is taken against the reply's own `Date`, so that a clock that is wrong on either side does no harm.
    ///
    /// - Parameter now: the date where the reply has none.
    /// - Returns: nil where the header is absent, can't be understood, or asks for more than `longest`.
    static func wait(in headers: HTTPHeaders, now: Date = Date()) -> Duration? {
        guard let text = headers.first(name: "Retry-After") else { return nil }
        let wait: Duration
        if let seconds = Double(text) {
            guard seconds.isFinite, seconds >= 0, seconds <= longest.seconds else { return nil }
            wait = .seconds(seconds)
        } else if let date = date(in: text) {
            let sent = headers.first(name: "Date").flatMap(date(in:)) ?? now
            wait = .seconds(max(0, date.timeIntervalSince(sent)))
        } else {
            return nil
        }
        return wait <= longest ? wait : nil
    }

    /// A date as HTTP writes it since 1997, such as `Sun, 06 Nov 1994 08:49:37 GMT`. Read without a formatter, which would
    /// ask the locale for the names of months.
    private static func date(in text: String) -> Date? {
        let form =
            /\w{3}, (?<day>\d{2}) (?<month>\w{3}) (?<year>\d{4}) (?<hour>\d{2}):(?<minute>\d{2}):(?<second>\d{2}) GMT/
        guard let match = text.wholeMatch(of: form), let month = months.firstIndex(of: match.month) else { return nil }
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = .gmt
        return calendar.date(
            from: DateComponents(
                year: Int(match.year), month: month + 1, day: Int(match.day), hour: Int(match.hour),
                minute: Int(match.minute), second: Int(match.second)))
    }

    private static let months: [Substring] = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]
}
