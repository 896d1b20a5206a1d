import NIOCore
import NIOHTTP1
import NIOPosix

/// Answers every chat request at once with the same short stream, and says that its model is warm.
final class AnsweringServer {
    private let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
    private let channel: any Channel

    var url: String { "http://127.0.0.1:\(channel.localAddress!.port!)" }

    /// Tokens in an answer.
    static let tokens = 20

    init() throws {
        channel = try ServerBootstrap(group: group)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
            .childChannelInitializer { channel in
                channel.pipeline.configureHTTPServerPipeline().flatMapThrowing {
                    try channel.pipeline.syncOperations.addHandler(Handler())
                }
            }
            .bind(host: "127.0.0.1", port: 0).wait()
    }

    func stop() async throws {
        try await channel.close()
        try await group.shutdownGracefully()
    }

    private final class Handler: ChannelInboundHandler {
        typealias InboundIn = HTTPServerRequestPart
        typealias OutboundOut = HTTPServerResponsePart

        private var isStatus = false

        private static let stream: String = {
            func chunk(_ delta: String, _ finish: String) -> String {
                #"data: {"id":"c","object":"chat.completion.chunk","created":1,"model":"m","choices":[{"index":0,"delta":"#
                    + delta + #","finish_reason":"# + finish + "}]}\n\n"
            }
            let words = (0..<AnsweringServer.tokens).map { chunk("{\"content\":\"word\($0) \"}", "null") }
            return words.joined() + chunk("{}", "\"stop\"") + "data: [DONE]\n\n"
        }()

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            switch unwrapInboundIn(data) {
            case .head(let head): isStatus = head.method == .GET
            case .body: break
            case .end: answer(context)
            }
        }

        private func answer(_ context: ChannelHandlerContext) {
            let text = isStatus ? #"{"running":[{"model":"m","state":"ready"}]}"# : Self.stream
            let type = isStatus ? "application/json" : "text/event-stream"
            let headers: HTTPHeaders = ["content-type": type, "content-length": String(text.utf8.count)]
            context.write(wrapOutboundOut(.head(.init(version: .http1_1, status: .ok, headers: headers))), promise: nil)
            context.write(wrapOutboundOut(.body(.byteBuffer(ByteBuffer(string: text)))), promise: nil)
            context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
        }
    }
}
