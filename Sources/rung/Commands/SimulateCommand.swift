import ArgumentParser
import EscalationCore
import Foundation
import Simulator

struct SimulateCommand: RungCommand {
    static let configuration = CommandConfiguration(
        commandName: "simulate",
        abstract: "Serve scripted models that speak llama-swap's API or llama-server's, on the loopback interface.")

    @Option(help: "The port to listen on; 0 for any that is free.") var port = 0
    @Option(help: "A scenario file; without one, the demo's.") var scenario: String?
    @Option(help: "Which server to play: \(Generation.allCases.map(\.rawValue).joined(separator: ", ")).")
    var server: Generation?
    @OptionGroup var options: ConfigurationOptions

    func validate() throws {
        guard (0...65_535).contains(port) else { throw ValidationError("--port goes from 0 to 65535.") }
    }

    func run() async throws {
        var scenario = try Self.read(scenario)
        if let server { scenario.server = server }
        let simulator = SimulatorServer(scenario, port: port)
        let (_, signal) = try await withCancellingSignals {
            try await simulator.run { port in
                StandardStream.output.writeLine("simulator on http://127.0.0.1:\(port)")
            }
        }
        if let signal { throw CommandFailure(.signal(signal)) }
    }

    private static func read(_ path: String?) throws -> Scenario {
        guard let path else { return DemoScenario.scenario }
        guard let data = FileManager.default.contents(atPath: path) else {
            throw CommandFailure(.noInput, "Can't read the scenario \(path). Check the path.")
        }
        return try Scenario(parsing: String(decoding: data, as: UTF8.self), file: path)
    }
}

extension Generation: ExpressibleByArgument {}
