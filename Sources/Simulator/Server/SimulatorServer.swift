import EscalationCore
import Foundation
import Hummingbird
import Logging
import NIOCore
import NIOPosix

/// An HTTP server on the loopback interface that behaves like the scenario's: llama-swap of one of three
/// generations, or llama-server's router.
///
/// A request to a model that isn't loaded gets nothing at all, not even headers, until the model is ready; what tells the
/// states meanwhile is the server's own. Who names no model, an unknown one, or sends no JSON is answered as it answers.
/// `POST /simulator/reload` has it read its configuration again, as far as a client sees that.
public struct SimulatorServer: Sendable {
    private let scenario: Scenario
    private let port: Int
    private let clock: any Clock<Duration>
    private let stopwatch: Stopwatch
    private let startedAt: Int

    /// - Parameters:
    ///   - port: on 127.0.0.1; 0 for any that is free.
    ///   - clock: on which models load and write.
    ///   - stopwatch: reads that clock.
    ///   - startedAt: seconds since 1970, for the `created` of replies.
    public init(
        _ scenario: Scenario, port: Int = 0, clock: any Clock<Duration> = ContinuousClock(),
        stopwatch: Stopwatch = .on(ContinuousClock()), startedAt: Int = Int(Date().timeIntervalSince1970)
    ) {
        self.scenario = scenario
        self.port = port
        self.clock = clock
        self.stopwatch = stopwatch
        self.startedAt = startedAt
    }

    /// Serves while a body runs, and ends with it, cutting what connections are left.
    ///
    /// - Parameter body: given the port the server listens on.
    /// - Throws: what the body throws; `SimulatorError` where the port can't be had; `CancellationError`.
    public func serve<Value: Sendable>(_ body: @escaping @Sendable (_ port: Int) async throws -> Value) async throws
        -> Value
    {
        let (ports, announce) = AsyncStream.makeStream(of: Int.self, bufferingPolicy: .bufferingOldest(1))
        let loader = ModelLoader(scenario.models, clock: clock, server: scenario.server)
        let loop = MultiThreadedEventLoopGroup.singleton.next()
        let application = application(loader, on: loop) { announce.yield($0) }
        return try await withThrowingTaskGroup(of: Value?.self) { tasks in
            tasks.addTask {
                await loader.run()
                return nil
            }
            tasks.addTask {
                do {
                    try await application.run()
                } catch let error as IOError {
                    throw SimulatorError(port: port, reason: String(cString: strerror(error.errnoCode)).lowercased())
                }
                return nil
            }
            tasks.addTask {
                for await port in ports {
                    do {
                        let value = try await body(port)
                        await Self.settle(port, on: loop)
                        return value
                    } catch {
                        await Self.settle(port, on: loop)
                        throw error
                    }
                }
                throw CancellationError()
            }
            defer { tasks.cancelAll() }
            while let finished = try await tasks.next() {
                if let value = finished { return value }
            }
            throw CancellationError()
        }
    }

    /// Serves until it is cancelled.
    ///
    /// - Parameter onListening: told the port as soon as connections are taken.
    public func run(onListening: @escaping @Sendable (_ port: Int) async -> Void = { _ in }) async throws {
        try await serve { port in
            await onListening(port)
            try await untilCancelled()
        }
    }

    /// Returns once the server has taken every connection that was made before.
    ///
    /// A connection that it has accepted and not yet taken when it is cancelled would end the process: NIO checks that a
    /// channel is finished before it goes. They are taken in order, all by one loop; so when the last has an answer, all
    /// have been taken. Not where it is being cancelled already: then one more would come too late.
    private static func settle(_ port: Int, on loop: any EventLoop) async {
        guard !Task.isCancelled else { return }
        let asked = try? await ClientBootstrap(group: loop).connect(host: "127.0.0.1", port: port).get()
        guard let asked else { return }
        let question = "HEAD / HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n"
        try? await asked.writeAndFlush(ByteBuffer(string: question))
        try? await asked.closeFuture.get()
    }

    private func application(
        _ loader: ModelLoader, on loop: any EventLoop, announce: @escaping @Sendable (Int) -> Void
    ) -> Application<SimulatorResponder> {
        Application(
            responder: SimulatorResponder(
                scenario: scenario, script: ScriptProgress(scenario), loader: loader, clock: clock,
                stopwatch: stopwatch, startedAt: startedAt),
            configuration: ApplicationConfiguration(address: .hostname("127.0.0.1", port: port)),
            onServerRunning: { channel in
                if let port = channel.localAddress?.port { announce(port) }
            },
            eventLoopGroupProvider: .shared(loop),
            // Silent: a line on standard error would tear a screen.
            logger: Logger(label: "simulator", factory: { _ in SwiftLogNoOpLogHandler() }))
    }
}

/// Waits for nothing but the end of the task.
private func untilCancelled() async throws {
    let (never, _) = AsyncStream.makeStream(of: Never.self)
    for await _ in never {}
    try Task.checkCancellation()
}
