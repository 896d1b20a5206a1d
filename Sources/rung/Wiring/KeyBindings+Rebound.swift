import Dashboard
import Settings
import Terminal

extension KeyMap<Action> {
    /// With the keys that the configuration gives to actions.
    ///
    /// - Throws: `ConfigurationError` where two actions would share a key.
    func rebound(_ configuration: Configuration) throws -> KeyMap<Action> {
        var map = self
        for binding in configuration.keys {
            // Both names were checked when the configuration was read.
            guard let action = Action(rawValue: binding.action.value) else { continue }
            map.rebind(action, to: binding.keys.compactMap { KeySequence(named: $0) })
        }
        guard let conflict = map.conflicts.first, let last = configuration.keys.last else { return map }
        let culprit =
            configuration.keys.last { [conflict.kept.rawValue, conflict.ignored.rawValue].contains($0.action.value) }
        throw configuration.error(
            about: (culprit ?? last).action,
            "the key '\(conflict.key)' would do both '\(conflict.kept.rawValue)' and '\(conflict.ignored.rawValue)'",
            remedy: "Give one of them another key.")
    }
}
