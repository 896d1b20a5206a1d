import EscalationCore
import NIOCore
import NIOHTTP1
import NIOPosix
import RungTestSupport

/// Takes every request as far as its model's name says, and then waits until the client leaves.
///
/// `loading` gets what a server says while it loads, `before first byte` nothing at all, any other name the beginning
/// of an answer.
final class HangingServer: Sendable {
    private enum Visit { case came, asked, left }

    private let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
    private let channel: any Channel
    private let log: Collector<Visit>

    var url: String { "http://127.0.0.1:\(channel.localAddress!.port!)" }
    /// Connections whose client is there.
    var open: Int { Self.open(log.all) }
    /// Requests that were taken as far as they go.
    var answered: Int { log.all.filter { $0 == .asked }.count }

    init() throws {
        let log = Collector<Visit>()
        self.log = log
        channel = try ServerBootstrap(group: group)
            .childChannelInitializer { channel in
                channel.pipeline.configureHTTPServerPipeline().flatMapThrowing {
                    try channel.pipeline.syncOperations.addHandler(Handler(log: log))
                }
            }
            .bind(host: "127.0.0.1", port: 0).wait()
    }

    func waitUntilAsked(times: Int) async { await log.wait { $0.filter { $0 == .asked }.count >= times } }

    /// - Parameter count: connections that stay.
    func waitUntilLeft(but count: Int) async { await log.wait { Self.open($0) <= count } }

    private static func open(_ visits: [Visit]) -> Int {
        visits.filter { $0 == .came }.count - visits.filter { $0 == .left }.count
    }

    func stop() async throws {
        try await channel.close()
        try await group.shutdownGracefully()
    }

    private final class Handler: ChannelInboundHandler {
        typealias InboundIn = HTTPServerRequestPart
        typealias OutboundOut = HTTPServerResponsePart

        private let log: Collector<Visit>
        private var isChat = true
        private var body: [UInt8] = []

        init(log: Collector<Visit>) { self.log = log }

        func channelActive(context: ChannelHandlerContext) { log.add(.came) }
        func channelInactive(context: ChannelHandlerContext) { log.add(.left) }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            switch unwrapInboundIn(data) {
            case .head(let head): (isChat, body) = (head.uri.hasSuffix("/chat/completions"), [])
            case .body(let part): body += part.readableBytesView
            case .end:
                begin((try? JSONValue(parsing: body))?["model"]?.string ?? "", context)
                log.add(.asked)
            }
        }

        private func begin(_ model: String, _ context: ChannelHandlerContext) {
            guard let event = event(for: model) else { return }
            let headers: HTTPHeaders = ["content-type": "text/event-stream", "transfer-encoding": "chunked"]
            context.write(wrapOutboundOut(.head(.init(version: .http1_1, status: .ok, headers: headers))), promise: nil)
            context.writeAndFlush(
                wrapOutboundOut(.body(.byteBuffer(ByteBuffer(string: "data: \(event)\n\n")))), promise: nil)
        }

        /// Nil where nothing is said.
        private func event(for model: String) -> String? {
            switch (model, isChat) {
            case ("before first byte", _): nil
            case ("loading", true): #"{"choices":[{"delta":{"reasoning_content":"loading"}}]}"#
            case ("loading", false): #"{"type":"ping"}"#
            case (_, true): #"{"choices":[{"index":0,"delta":{"content":"half"}}]}"#
            case (_, false):
                #"{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"half"}}"#
            }
        }
    }
}
