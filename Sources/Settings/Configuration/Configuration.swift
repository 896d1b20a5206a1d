import EscalationCore
import LocatedYAML

/// Everything config.yaml says, checked: names resolved, values in range, defaults filled in.
public struct Configuration: Sendable, Hashable {
    /// The file it came from, as the user knows it.
    public var file: String
    /// In the order written, which counts: the first `openai` one serves local tiers that name none. Never empty.
    public var backends: [BackendSettings]
    /// In the order written; never empty.
    public var chains: [ChainSettings]
    /// Those of every chain that says nothing else; a chain carries its own.
    public var limits: Limits
    /// By model, as tiers and judges name it.
    public var prices: [String: Price] = [:]
    public var journal: JournalChoice = .standard
    /// A theme's name; whether there is one of that name is for the reader of theme files to check.
    public var theme = Located("base", line: 0, key: "theme")
    public var symbols = Symbols.auto
    public var color = ColorChoice.auto
    /// How often servers are asked which models are ready, from 100 ms.
    public var statusInterval: Duration = .seconds(1)
    public var keys: [KeyBinding] = []
    public var mouse = MouseMode.off

    public init(file: String, backends: [BackendSettings], chains: [ChainSettings], limits: Limits = Limits()) {
        self.file = file
        self.backends = backends
        self.chains = chains
        self.limits = limits
    }

    /// Where sessions are kept.
    public enum JournalChoice: Sendable, Hashable {
        /// The usual place (see `UserFolders.journal`).
        case standard
        /// An absolute path, or one from the working directory where the configuration's own path was such.
        case file(String)
        /// Nowhere.
        case off
    }

    /// Which glyphs the screen may use.
    public enum Symbols: String, Sendable, Hashable, CaseIterable {
        case unicode
        case ascii
        /// What the terminal's locale can show.
        case auto
    }

    /// Whether the screen has colour. `NO_COLOR` has the last word.
    public enum ColorChoice: String, Sendable, Hashable, CaseIterable {
        case auto, always, never
    }

    /// What the mouse does. Anything but `off` takes selecting text away from the terminal.
    public enum MouseMode: String, Sendable, Hashable, CaseIterable {
        case off, wheel, on
    }

    /// Keys that do one action instead of its usual ones.
    public struct KeyBinding: Sendable, Hashable {
        public var action: Located<String>
        /// Names of keys; none takes the action's keys away.
        public var keys: [String]

        public init(action: Located<String>, keys: [String]) {
            self.action = action
            self.keys = keys
        }
    }
}

extension Configuration {
    /// The backend of that name; nil if there is none, which no tier or judge of a checked configuration names.
    public func backend(named name: String) -> BackendSettings? {
        backends.first { $0.name == name }
    }

    /// The chain of that name; for nil the one called `default`, or the first where none is called so.
    ///
    /// - Throws: where no chain has that name, with the nearest one.
    public func chain(named name: String? = nil) throws(ConfigurationError) -> ChainSettings {
        guard let name else { return chains.first { $0.name == "default" } ?? chains[0] }
        if let chain = chains.first(where: { $0.name == name }) { return chain }
        throw ConfigurationError(
            file: file, key: "chains", reason: "there is no chain '\(name)'",
            remedy: suggestion(for: name, among: chains.map(\.name)))
    }

    /// An error about a value that was read from this configuration, found only later.
    public func error<Value>(about value: Located<Value>, _ reason: String, remedy: String? = nil) -> ConfigurationError
    {
        ConfigurationError(
            file: file, line: value.line == 0 ? nil : value.line, key: value.key, reason: reason, remedy: remedy)
    }
}
