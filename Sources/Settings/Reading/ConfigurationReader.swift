import EscalationCore
import LocatedYAML

extension Configuration {
    /// Reads and checks the text of a config.yaml. The first thing that is wrong ends it.
    ///
    /// - Parameters:
    ///   - file: the name that errors carry; relative paths in the text are taken from its folder.
    ///   - names: what the text may name.
    ///   - home: what `~` stands for; nil where nobody knows, and then `~` is an error.
    public init(
        parsing text: String, file: String, accepting names: AcceptedNames = AcceptedNames(), home: String? = nil
    ) throws(ConfigurationError) {
        do {
            let top = try YAMLNode(parsing: text, file: file).mapping("a mapping with the keys backends and chains")
            self = try ConfigurationReader(file: file, names: names, home: home).configuration(top)
        } catch {
            throw ConfigurationError(error)
        }
    }
}

/// Turns YAML into a `Configuration`; one extension a part of the file.
struct ConfigurationReader {
    let file: String
    let names: AcceptedNames
    let home: String?

    func configuration(_ top: YAMLMapping) throws(YAMLError) -> Configuration {
        try top.allowOnly(ConfigurationKeys.top)
        let limits = try top["limits"].map { node throws(YAMLError) in try self.limits(node) } ?? Limits()
        let backends = try self.backends(top.required("backends", "at least one backend"))
        let chains = try self.chains(top.required("chains", "at least one chain"), on: backends, limits: limits)
        var result = Configuration(file: file, backends: backends, chains: chains, limits: limits)
        if let prices = top["prices"] { result.prices = try self.prices(prices) }
        if let journal = top["journal"] { result.journal = try self.journal(journal) }
        if let theme = top["theme"] { result.theme = Located(try theme.name("a theme's name"), at: theme) }
        if let symbols = top["symbols"] { result.symbols = try symbols.word(Configuration.Symbols.self) }
        if let color = top["color"] { result.color = try color.word(Configuration.ColorChoice.self) }
        if let interval = top["status_interval"] { result.statusInterval = try statusInterval(interval) }
        if let keys = top["keys"] { result.keys = try keyBindings(keys) }
        if let mouse = top["mouse"] { result.mouse = try mouseMode(mouse) }
        return result
    }

    private func journal(_ node: YAMLNode) throws(YAMLError) -> Configuration.JournalChoice {
        let path = try node.name("a file's path, or off")
        return path == "off" ? .off : .file(try self.path(path, at: node))
    }

    private func statusInterval(_ node: YAMLNode) throws(YAMLError) -> Duration {
        let interval = try node.duration()
        // Ten questions a second are more than any screen shows, and a busy server has better things to do.
        guard interval >= .milliseconds(100) else { throw node.error(expected: "at least 100ms") }
        return interval
    }

    private func keyBindings(_ node: YAMLNode) throws(YAMLError) -> [Configuration.KeyBinding] {
        let mapping = try node.mapping("actions with their keys")
        try mapping.allowOnly(names.actions)
        var bindings: [Configuration.KeyBinding] = []
        for entry in mapping.entries {
            var keys: [YAMLNode] = [entry.value]
            if case .sequence(let items) = entry.value.content { keys = items }
            var keyNames: [String] = []
            for key in keys {
                let name = try key.string("a key's name, or a list of them")
                guard names.isKey(name) else {
                    throw key.error(
                        expected: "keys' names such as x, X, ctrl-r, alt-b, enter, esc, f2, shift-tab or g g")
                }
                keyNames.append(name)
            }
            let action = Located(entry.name, line: entry.location.line, key: entry.value.key)
            bindings.append(Configuration.KeyBinding(action: action, keys: keyNames))
        }
        return bindings
    }

    private func mouseMode(_ node: YAMLNode) throws(YAMLError) -> Configuration.MouseMode {
        let mode = try node.word(Configuration.MouseMode.self)
        guard names.mouseModes.contains(mode) else {
            let available = names.mouseModes.map { "'\($0.rawValue)'" }.joined(separator: " or ")
            throw node.error("'\(mode.rawValue)' is not available in this version", remedy: "Use \(available).")
        }
        return mode
    }
}
