import EscalationCore
import LocatedYAML

/// What a model runs on, and what its requests carry: the same for tiers and judges.
extension ConfigurationReader {
    /// The backend a model runs on: the one named, or the first of the kind that the model's name calls for.
    ///
    /// - Parameter node: the model's name, for errors.
    func backend(
        for model: String, named nameNode: YAMLNode?, at node: YAMLNode, on backends: [BackendSettings]
    ) throws(YAMLError) -> BackendSettings {
        if let nameNode {
            let name = try nameNode.name("a backend's name")
            guard let backend = backends.first(where: { $0.name == name }) else {
                throw nameNode.error(
                    "there is no backend '\(name)'", remedy: suggestion(for: name, among: backends.map(\.name)))
            }
            return try executable(backend, at: nameNode)
        }
        let kind: BackendKind = Tier(model).label.isCloud ? .claudeCLI : .openai
        guard let backend = backends.first(where: { $0.kind.value == kind }) else {
            throw node.error(
                "the model '\(model)' needs a backend of kind \(kind.rawValue), and none is declared",
                remedy: "Declare one under backends, or name another one with backend:.")
        }
        return try executable(backend, at: node)
    }

    private func executable(_ backend: BackendSettings, at node: YAMLNode) throws(YAMLError) -> BackendSettings {
        let kind = backend.kind.value
        guard names.executableKinds.contains(kind) else {
            throw node.error(
                "the backend '\(backend.name)' is of kind \(kind.rawValue), which this version can't run",
                remedy: "Use a backend of kind \(words(for: names.executableKinds)).")
        }
        return backend
    }

    func parameters(_ node: YAMLNode) throws(YAMLError) -> [JSONValue.Member] {
        var members: [JSONValue.Member] = []
        for entry in try node.mapping("members of the request with their values").entries {
            guard !Self.ownMembers.contains(entry.name) else {
                throw entry.value.error("'\(entry.name)' is set by the program itself", remedy: "Remove it.")
            }
            members.append(JSONValue.Member(entry.name, JSONValue(entry.value)))
        }
        return members
    }

    private static let ownMembers: Set<String> = ["model", "system", "messages", "stream"]
}

extension JSONValue {
    /// The value as JSON, by YAML's core rules: quoted is text; unquoted `null`, `true`, `false` and numbers are that.
    init(_ node: YAMLNode) {
        switch node.content {
        case .mapping(let entries): self = .object(entries.map { Member($0.name, JSONValue($0.value)) })
        case .sequence(let items): self = .array(items.map(JSONValue.init))
        case .scalar(let scalar):
            if scalar.isNull {
                self = .null
            } else if let flag = scalar.bool {
                self = .bool(flag)
            } else {
                switch scalar.number {
                case .int(let number): self = .int(number)
                case .double(let number): self = .double(number)
                case nil: self = .string(scalar.text)
                }
            }
        }
    }
}
