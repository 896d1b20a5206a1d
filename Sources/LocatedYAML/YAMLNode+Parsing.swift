import Yams

extension YAMLNode {
    /// Reads the one document of a text.
    ///
    /// - Parameter file: the name that locations and errors carry.
    /// - Returns: the value at the top; an empty mapping where the text holds nothing but blanks and comments.
    /// - Throws: where the text is no YAML, or uses what `YAMLNode` refuses.
    public init(parsing text: String, file: String) throws(YAMLError) {
        let root: Node?
        do {
            root = try Yams.compose(yaml: text, .basic)
        } catch {
            throw YAMLError(error, text: text, file: file)
        }
        guard let root else {
            self.init(location: YAMLLocation(file: file, line: 1), key: "", content: .mapping([]))
            return
        }
        var reader = NodeReader(file: file)
        self = try reader.node(root, key: "")
    }
}

/// Turns the library's nodes into ours, refusing what our files don't use.
private struct NodeReader {
    let file: String
    var count = 0

    private static let harmlessTags: Set<String> = [
        "", "!", "tag:yaml.org,2002:str", "tag:yaml.org,2002:map", "tag:yaml.org,2002:seq",
    ]

    init(file: String) { self.file = file }

    mutating func node(_ node: Node, key: String) throws(YAMLError) -> YAMLNode {
        var result = YAMLNode(location: location(of: node), key: key, content: .mapping([]))
        count += 1
        guard count <= YAMLNode.mostNodes else {
            throw result.error("the file unfolds to more than \(YAMLNode.mostNodes) values")
        }
        let tag = Self.tag(of: node)
        guard Self.harmlessTags.contains(tag) else {
            throw result.error("the tag '\(tag)' is not understood", remedy: "Remove it.")
        }
        result.content = try content(of: node, tag: tag, key: key)
        return result
    }

    private mutating func content(of node: Node, tag: String, key: String) throws(YAMLError) -> YAMLNode.Content {
        switch node {
        case .scalar(let scalar):
            let isPlain = scalar.style == .plain && !tag.hasSuffix(":str")
            return .scalar(YAMLNode.Scalar(text: scalar.string, isQuoted: !isPlain))
        case .sequence(let sequence):
            var items: [YAMLNode] = []
            for (index, item) in sequence.enumerated() {
                items.append(try self.node(item, key: "\(key)[\(index)]"))
            }
            return .sequence(items)
        case .mapping(let mapping):
            var entries: [YAMLNode.Entry] = []
            for (name, value) in mapping {
                entries.append(try entry(name, value, in: key))
            }
            return .mapping(entries)
        case .alias:
            // The library's composer puts the anchored value in an alias's place, so none is left here.
            throw YAMLError(at: location(of: node), key: key, reason: "the alias names no anchor")
        }
    }

    private mutating func entry(_ name: Node, _ value: Node, in key: String) throws(YAMLError) -> YAMLNode.Entry {
        let location = location(of: name)
        guard case .scalar(let scalar) = name else {
            throw YAMLError(at: location, key: key.isEmpty ? nil : key, reason: "a key must be text")
        }
        let path = key.isEmpty ? scalar.string : "\(key).\(scalar.string)"
        guard scalar.string != "<<" || scalar.style != .plain else {
            throw YAMLError(
                at: location, key: path, reason: "merge keys are not supported", remedy: "Write the keys out.")
        }
        return YAMLNode.Entry(name: scalar.string, location: location, value: try node(value, key: path))
    }

    private func location(of node: Node) -> YAMLLocation {
        YAMLLocation(file: file, line: node.mark?.line ?? 1, column: node.mark?.column ?? 1)
    }

    /// The tag as written: the description resolves nothing, unlike `Node.tag`.
    private static func tag(of node: Node) -> String {
        switch node {
        case .scalar(let scalar): scalar.tag.description
        case .sequence(let sequence): sequence.tag.description
        case .mapping(let mapping): mapping.tag.description
        case .alias(let alias): alias.tag.description
        }
    }
}

extension YAMLError {
    /// The library's error in our words.
    fileprivate init(_ error: any Error, text: String, file: String) {
        func at(_ mark: Mark) -> YAMLLocation { YAMLLocation(file: file, line: mark.line, column: mark.column) }
        guard let error = error as? YamlError else {
            self.init(at: YAMLLocation(file: file, line: 1), reason: "not YAML: \(error)")
            return
        }
        switch error {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
            .composer(_, let problem, let mark, _):
            self.init(at: at(mark), reason: "not YAML: \(problem)")
        case .duplicatedKeysInMapping(let names, let context):
            let name = names.first ?? ""
            self.init(at: at(context.mark), key: name, reason: "the key stands more than once in the same mapping")
        case .reader(let problem, let offset, _, _):
            let line = offset.map { text.prefix($0).count { $0.isNewline } + 1 } ?? 1
            self.init(at: YAMLLocation(file: file, line: line), reason: "not YAML: \(problem)")
        case .no, .memory, .writer, .emitter, .representer, .dataCouldNotBeDecoded:
            self.init(at: YAMLLocation(file: file, line: 1), reason: "not YAML: \(error)")
        }
    }
}
