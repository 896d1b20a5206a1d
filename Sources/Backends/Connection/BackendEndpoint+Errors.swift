import AsyncHTTPClient
import EscalationCore
import Foundation
import NIOCore
import NIOHTTP1
import NIOPosix

extension BackendEndpoint {
    /// When a connection failed: it decides what a closed connection means.
    enum Moment {
        case connecting, reading
    }

    func error(
        _ code: Failure.Kind, model: String? = nil, status: Int? = nil, text: String, retryAfter: Duration? = nil,
        usage: Usage? = nil
    ) -> BackendError {
        BackendError(
            code, backend: name, url: shownURL, model: model, status: status, text: withoutSecrets(text),
            retryAfter: retryAfter, usage: usage)
    }

    /// What an error of the HTTP client means. Cancellation and our own errors pass through untouched.
    func error(for error: any Error, at moment: Moment, model: String? = nil, usage: Usage? = nil) -> any Error {
        if error is CancellationError || Task.isCancelled { return CancellationError() }
        if error is BackendError { return error }
        let described: (Failure.Kind, String) =
            switch error {
            case let error as HTTPClientError: meaning(of: error)
            case let error as NIOConnectionError: (.unreachable, Self.reason(of: error))
            case let error as IOError where moment == .reading: (.cutOff, Self.reason(of: error))
            case let error as IOError: (.unreachable, Self.reason(of: error))
            case is HTTPParserError where moment == .reading: (.cutOff, "the connection closed")
            case is HTTPParserError: (.malformed, "Its reply is not HTTP.")
            case is NIOTooManyBytesError: (.malformed, "Its reply is too long.")
            case ChannelError.connectTimeout: (.unreachable, "no connection in time")
            // A connection kept from an earlier request, closed by the server as this one was sent.
            case ChannelError.ioOnClosedChannel, ChannelError.alreadyClosed: (.cutOff, "the connection closed")
            default: (moment == .reading ? .cutOff : .unreachable, String(describing: error))
            }
        return self.error(described.0, model: model, text: described.1, usage: usage)
    }

    private func meaning(of error: HTTPClientError) -> (Failure.Kind, String) {
        switch error {
        case .connectTimeout, .getConnectionFromPoolTimeout, .deadlineExceeded: (.unreachable, "no connection in time")
        case .tlsHandshakeTimeout: (.unreachable, "no TLS connection in time")
        case .invalidURL, .emptyHost, .emptyScheme: (.unreachable, "not an address")
        case _ where !isHTTP: (.unreachable, "not an http address")
        case .remoteConnectionClosed, .uncleanShutdown: (.cutOff, "the connection closed")
        case .alreadyShutdown, .cancelled: (.other, "could not be asked: the connections were shut down.")
        // The short text, for the long one may hold a header's value, and that may be a key.
        default: (.other, "could not be asked: \(error.shortDescription).")
        }
    }

    private static func reason(of error: NIOConnectionError) -> String {
        if let failure = error.connectionErrors.first {
            switch failure.error {
            case let error as IOError: return reason(of: error)
            case ChannelError.connectTimeout: return "no connection in time"
            default: return String(describing: failure.error)
            }
        }
        return error.dnsAError ?? error.dnsAAAAError == nil ? "no connection" : "no such host"
    }

    /// The system's own words, such as `connection refused`.
    private static func reason(of error: IOError) -> String {
        String(cString: strerror(error.errnoCode)).lowercased()
    }
}
