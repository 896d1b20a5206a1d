import Foundation
import NIOHTTP1
import Testing

@testable import Backends

struct RetryAfterTests {
    /// 8 minutes before the date that RFC 9110 gives as its example.
    private static let now = Date(timeIntervalSince1970: 784_111_777 - 480)

    private func wait(_ text: String?, date: String? = nil) -> Duration? {
        var headers = HTTPHeaders()
        if let text { headers.add(name: "Retry-After", value: text) }
        if let date { headers.add(name: "Date", value: date) }
        return RetryAfter.wait(in: headers, now: Self.now)
    }

    @Test(arguments: [("0", 0), ("1", 1), ("17.5", 17.5), ("86400", 86_400)])
    func `is that many seconds`(_ text: String, _ seconds: Double) {
        #expect(wait(text) == .seconds(seconds))
    }

    @Test func `is the time until a date, by the clock of the server that names it`() {
        #expect(wait("Sun, 06 Nov 1994 08:49:37 GMT", date: "Sun, 06 Nov 1994 08:49:07 GMT") == .seconds(30))
        #expect(wait("Tue, 29 Feb 2028 00:00:10 GMT", date: "Mon, 28 Feb 2028 23:59:50 GMT") == .seconds(20))
    }

    @Test func `is the time until a date by our clock where the server doesn't say what time it is`() {
        #expect(wait("Sun, 06 Nov 1994 08:49:37 GMT") == .seconds(480))
    }

    @Test func `is nothing for a date that has passed`() {
        #expect(wait("Sun, 06 Nov 1994 08:00:00 GMT") == .zero)
    }

    @Test(arguments: [
        nil, "", "soon", "-1", "nan", "inf", "86401", "Sun, 06 Nov 1994 08:49:37", "Sun, 06 Foo 1994 08:49:37 GMT",
        "Tue, 08 Nov 1994 08:49:37 GMT",
    ])
    func `is unknown where nobody can wait for it`(_ text: String?) {
        #expect(wait(text) == nil)
    }
}
