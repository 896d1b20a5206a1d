import NIOCore
import NIOHTTP1
import NIOPosix
import RungTestSupport

/// Answers every request with the beginning of a stream, and then waits until the client leaves.
final class HangingServer: Sendable {
    private let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
    private let channel: any Channel
    private let log: Collector<Bool>

    var url: String { "http://127.0.0.1:\(channel.localAddress!.port!)" }

    init() throws {
        // True for a client that came, false for one that left.
        let log = Collector<Bool>()
        self.log = log
        channel = try ServerBootstrap(group: group)
            .childChannelInitializer { channel in
                channel.pipeline.configureHTTPServerPipeline().flatMapThrowing {
                    try channel.pipeline.syncOperations.addHandler(Handler(log: log))
                }
            }
            .bind(host: "127.0.0.1", port: 0).wait()
    }

    func waitUntilLeft() async { await log.wait { $0.filter { $0 }.count == $0.filter { !$0 }.count } }

    func stop() async throws {
        try await channel.close()
        try await group.shutdownGracefully()
    }

    private final class Handler: ChannelInboundHandler {
        typealias InboundIn = HTTPServerRequestPart
        typealias OutboundOut = HTTPServerResponsePart

        private let log: Collector<Bool>
        private var isChat = true

        init(log: Collector<Bool>) { self.log = log }

        func channelActive(context: ChannelHandlerContext) { log.add(true) }
        func channelInactive(context: ChannelHandlerContext) { log.add(false) }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            switch unwrapInboundIn(data) {
            case .head(let head): isChat = head.uri.hasSuffix("/chat/completions")
            case .body: break
            case .end: begin(context)
            }
        }

        private func begin(_ context: ChannelHandlerContext) {
            let text =
                isChat
                ? #"{"choices":[{"index":0,"delta":{"content":"half"}}]}"#
                : #"{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"half"}}"#
            let headers: HTTPHeaders = ["content-type": "text/event-stream", "transfer-encoding": "chunked"]
            context.write(wrapOutboundOut(.head(.init(version: .http1_1, status: .ok, headers: headers))), promise: nil)
            context.writeAndFlush(
                wrapOutboundOut(.body(.byteBuffer(ByteBuffer(string: "data: \(text)\n\n")))), promise: nil)
        }
    }
}
