import Foundation
import RungTestSupport

extension RungProgram {
    /// The user and group that own nothing.
    private static let nobody: UInt32 = 65_534

    /// Whether the program can be run by somebody whom the modes of files keep out: root is kept out by none, and becomes
    /// nobody for it where that is allowed.
    static let canRunAsNobody =
        geteuid() != 0 || SpawnedProcess.succeeds("/usr/bin/setpriv", asNobody + ["true"])

    private static var asNobody: [String] { ["--reuid=\(nobody)", "--regid=\(nobody)", "--clear-groups", "--"] }

    /// Runs it to its end, without root's rights; what is in the home belongs to whoever runs it then.
    func runAsNobody(_ arguments: String...) async throws -> ProgramRun.Ending {
        guard geteuid() == 0 else { return try await run(arguments) }
        // Nobody may be unable to look into the folder that the program was built in.
        let copy = home.appending(path: "rung-copy").path
        if !FileManager.default.fileExists(atPath: copy) {
            try FileManager.default.copyItem(atPath: Self.path, toPath: copy)
        }
        for file in [home.path] + (FileManager.default.subpaths(atPath: home.path) ?? []).map({ home.path + "/" + $0 })
        {
            lchown(file, Self.nobody, Self.nobody)
        }
        return try await ProgramRun(
            "/usr/bin/setpriv", Self.asNobody + [copy] + arguments, environment: environment, input: nil
        ).ending()
    }
}
