import EscalationCore
import Hummingbird
import NIOCore

extension Response {
    static func json(_ body: JSONValue, status: HTTPResponse.Status = .ok) -> Response {
        Response(
            status: status, headers: [.contentType: "application/json"],
            body: ResponseBody(byteBuffer: ByteBuffer(string: body.text)))
    }

    static func text(_ body: String, status: HTTPResponse.Status = .ok) -> Response {
        Response(
            status: status, headers: [.contentType: "text/plain; charset=utf-8"],
            body: ResponseBody(byteBuffer: ByteBuffer(string: body)))
    }

    /// llama-swap's 404 for a model, in the form that the request accepts.
    static func modelNotFound(_ message: String, _ request: Request) -> Response {
        switch request.headers[.accept] {
        case "text/plain":
            return text("llama-swap: \(message)\n", status: .notFound)
        case "text/html":
            let page = "<html><body><h1>llama-swap</h1><p>\(message)</p></body></html>"
            return Response(
                status: .notFound, headers: [.contentType: "text/html"],
                body: ResponseBody(byteBuffer: ByteBuffer(string: page)))
        default:
            return json(Wire.error(message, type: "invalid_request_error", code: "not_found"), status: .notFound)
        }
    }
}

extension HTTPFields {
    static let eventStream: HTTPFields = [.contentType: "text/event-stream", .cacheControl: "no-cache"]
}
