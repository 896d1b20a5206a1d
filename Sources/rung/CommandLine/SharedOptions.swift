import ArgumentParser
import Foundation
import Journal
import Settings

/// Where the configuration is.
struct ConfigurationOptions: ParsableArguments {
    @Option(name: .customLong("config"), help: "The configuration to use.") var file: String?

    /// - Throws: `ConfigurationError`, also where there is none.
    func load() throws -> Configuration {
        try Configuration(contentsOf: path(), accepting: .all, home: Home.folder)
    }

    /// The path of the configuration, read or not.
    func path() throws(ConfigurationError) -> String {
        try ConfigurationSearch.file(
            argument: file, environment: ProcessInfo.processInfo.environment,
            fileExists: FileManager.default.fileExists)
    }

    /// Where a new one goes; nil where nothing tells.
    var placeForNew: String? {
        ConfigurationSearch.place(argument: file, environment: ProcessInfo.processInfo.environment)
    }

    /// The skills that can be chosen here: the project's, and those beside the configuration.
    func skills() -> SkillLibrary {
        SkillLibrary(
            directory: FileManager.default.currentDirectoryPath, configuration: try? path(),
            user: UserFolders(environment: ProcessInfo.processInfo.environment).skills)
    }

    /// - Returns: nil where there is none; one that is named or found is read in any case.
    func loadIfPresent() throws -> Configuration? {
        do {
            return try load()
        } catch let error as ConfigurationError where error.code == .notFound {
            return nil
        }
    }
}

/// Which journal is read.
struct JournalOptions: ParsableArguments {
    @OptionGroup var configuration: ConfigurationOptions
    @Option(help: "The journal to read.") var journal: String?

    /// - Throws: where there is no journal, or it can't be read.
    func reader() throws -> JournalReader { try JournalReader(opening: try path()) }

    /// Opens the journal to change what people keep in it. One that isn't there is not made.
    func withJournal<Value: Sendable>(_ body: @Sendable (SessionJournal) async throws -> Value) async throws -> Value {
        let path = try reader().path
        return try await withSessionJournal(at: path, logger: ProgramLog.logger(), body)
    }

    private func path() throws -> String {
        switch try JournalChoice(file: journal, configuration: try configuration.loadIfPresent()) {
        case .off: throw CommandFailure(.noInput, "The configuration keeps no journal. Name one with --journal.")
        case .file(let path): path
        }
    }

    /// - Returns: nil where nothing was ever recorded at the usual place.
    func readerIfPresent() throws -> JournalReader? {
        do {
            return try reader()
        } catch let error as JournalError where error.code == .missing && journal == nil {
            return nil
        }
    }
}

/// Where sessions are recorded.
enum JournalChoice {
    case off
    case file(String)

    /// - Parameters:
    ///   - file: named on the command line; wins.
    ///   - configuration: nil where there is none.
    init(file: String?, configuration: Configuration?) throws {
        if let file {
            guard !file.isEmpty else { throw CommandFailure(.usage, "--journal names no file.") }
            self = .file(file)
            return
        }
        switch configuration?.journal ?? .standard {
        case .off: self = .off
        case .file(let path): self = .file(path)
        case .standard:
            guard let path = UserFolders(environment: ProcessInfo.processInfo.environment).journal else {
                throw CommandFailure(
                    .journal, "Nothing tells where the journal is: set HOME, or use --journal FILE or --no-journal.")
            }
            self = .file(path)
        }
    }
}

/// The user's home.
enum Home {
    /// Nil where HOME is not set.
    static let folder = UserFolders(environment: ProcessInfo.processInfo.environment).home
}
