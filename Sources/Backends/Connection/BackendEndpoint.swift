import AsyncHTTPClient
import EscalationCore

/// A server as the configuration names it: where it is, and how it knows us.
public struct BackendEndpoint: Sendable {
    /// Its name in the configuration.
    public let name: String
    /// The address that paths such as `/v1/models` are added to: no slash and no `/v1` at its end.
    public let root: String
    private let apiKey: String?
    private let headers: [String: String]

    /// - Parameters:
    ///   - url: http or https; it may end in `/v1` or not, with or without slashes.
    ///   - apiKey: sent with every request, in the header that its API wants; white space around it is dropped, and an empty one counts as none.
    ///   - headers: sent with every request; they win over ours of the same name.
    public init(name: String, url: String, apiKey: String? = nil, headers: [String: String] = [:]) {
        self.name = name
        self.root = Self.root(of: url)
        let key = apiKey?.trimmingBlanks() ?? ""
        self.apiKey = key.isEmpty ? nil : key
        self.headers = headers
    }

    private static func root(of url: String) -> String {
        var root = Substring(url.trimmingBlanks())
        while root.hasSuffix("/") { root.removeLast() }
        if root.hasSuffix("/v1"), !root.hasSuffix("://v1") { root.removeLast(3) }
        while root.hasSuffix("/") { root.removeLast() }
        return String(root)
    }

    /// Whether the address is one of the two kinds that can be asked.
    var isHTTP: Bool { root.hasPrefix("http://") || root.hasPrefix("https://") }

    /// The address for people: without a user name and password.
    public var shownURL: String {
        guard let scheme = root.firstRange(of: "://") else { return root }
        let host = root[scheme.upperBound...].prefix { $0 != "/" }
        guard let at = host.lastIndex(of: "@") else { return root }
        return String(root[..<scheme.upperBound] + root[root.index(after: at)...])
    }

    /// The header that a key goes into.
    enum KeyHeader {
        /// `Authorization`, as bearer token.
        case authorization
        /// `x-api-key`, as Anthropic's API wants it.
        case apiKey
    }

    /// A GET of that path; its headers ask for JSON, which llama-swap needs to send its errors as such.
    func request(for path: String, keyIn header: KeyHeader = .authorization) -> HTTPClientRequest {
        var request = HTTPClientRequest(url: root + path)
        request.headers.add(name: "Accept", value: "application/json")
        request.headers.add(name: "User-Agent", value: "rung")
        if let apiKey {
            switch header {
            case .authorization: request.headers.add(name: "Authorization", value: "Bearer \(apiKey)")
            case .apiKey: request.headers.add(name: "x-api-key", value: apiKey)
            }
        }
        for (name, value) in headers { request.headers.replaceOrAdd(name: name, value: value) }
        return request
    }

    /// A POST of that body to that path, JSON both ways.
    func post(_ body: JSONValue, to path: String, keyIn header: KeyHeader = .authorization) -> HTTPClientRequest {
        var request = request(for: path, keyIn: header)
        request.method = .POST
        request.headers.replaceOrAdd(name: "Content-Type", value: "application/json")
        var bytes: [UInt8] = []
        body.write(to: &bytes)
        request.body = .bytes(bytes)
        return request
    }

    /// Shortest key that is blotted out. Shorter ones are placeholders such as `none` or `ollama`, which protect nothing
    /// and may occur in any message.
    private static let shortestSecret = 8

    /// The text with our keys blotted out, should a server repeat them.
    func withoutSecrets(_ text: String) -> String {
        secrets.reduce(text) { $0.replacing($1, with: "•••") }
    }

    private var secrets: [String] {
        let words = ["authorization", "cookie", "key", "secret", "token"]
        let inHeaders = headers.filter { name, _ in words.contains { name.lowercased().contains($0) } }.map(\.value)
        let bearers = inHeaders.compactMap { $0.split(separator: " ").last.map(String.init) }
        return ([apiKey].compactMap(\.self) + inHeaders + bearers).filter { $0.count >= Self.shortestSecret }
    }
}

extension BackendEndpoint: CustomStringConvertible, CustomReflectable {
    public var description: String { "backend '\(name)' at \(shownURL)" }
    /// Without the key and the headers, so that neither gets into a log by way of a dump.
    public var customMirror: Mirror { Mirror(self, children: ["name": name, "url": shownURL]) }
}

extension String {
    fileprivate func trimmingBlanks() -> String {
        let start = drop(while: \.isWhitespace)
        return String(start[..<(start.lastIndex { !$0.isWhitespace }.map(start.index(after:)) ?? start.startIndex)])
    }
}
