import Foundation
import RungTestSupport
import Testing

/// The suite on a real model, where it was run before and left what it needs: it downloads nothing by itself here.
@Suite struct `A real model` {
    private static let root = URL(filePath: #filePath).appending(path: "../../..").standardizedFileURL
    private static let isInstalled = FileManager.default.fileExists(
        atPath: root.appending(path: ".build/real-model/installed").path)

    @Test(
        .enabled(if: isInstalled, "llama.cpp and its model are not installed. Run Tests/RealModel/run once."),
        .timeLimit(.minutes(10)))
    func `is climbed to, streamed, judged and cancelled`() async throws {
        let environment = ProcessInfo.processInfo.environment.merging(["RUNG": RungProgram.path]) { $1 }
        let run = try ProgramRun(
            Self.root.appending(path: "Tests/RealModel/run").path, ["--may-skip"], environment: environment, input: nil)
        let ending = await run.ending()
        #expect(ending.status == 0, "\(ending.output)\(ending.errors)")
    }
}
