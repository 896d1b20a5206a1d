import ArgumentParser
import Foundation
import Settings

struct InitCommand: RungCommand {
    static let configuration = CommandConfiguration(
        commandName: "init", abstract: "Write a configuration to begin with.",
        discussion: """
            It goes where rung looks for one: to the file that --config or RUNG_CONFIG names, or into your folder of \
            configurations. A file that is there stays as it is.
            """)

    @OptionGroup var options: ConfigurationOptions

    func run() async throws {
        if let found = try? options.path() {
            throw CommandFailure(
                .output, "There is a configuration at \(found), and it stays as it is. rung check looks it over.")
        }
        guard let path = options.placeForNew else {
            throw CommandFailure(
                .output, "Nothing tells where a configuration goes: set HOME, or name a file with --config.")
        }
        try Self.makeFolder(of: path)
        try await ExportTarget(path).withWriter { write in try write(ConfigurationSearch.example) }
        StandardStream.output.writeLine(
            "Wrote \(path). Put your server's address and models into it; rung check then says whether all is there.")
    }

    private static func makeFolder(of path: String) throws {
        let folder = URL(filePath: path).deletingLastPathComponent()
        do {
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        } catch {
            throw CommandFailure(
                .output, "Can't make \(folder.path) (\(error.localizedDescription)). Name another file with --config.")
        }
    }
}
