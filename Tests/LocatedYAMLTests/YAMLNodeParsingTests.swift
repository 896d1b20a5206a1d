import LocatedYAML
import Testing

@Suite struct `Parsing YAML` {
    private func node(_ text: String) throws(YAMLError) -> YAMLNode { try YAMLNode(parsing: text, file: "f.yaml") }

    private func error(_ text: String) -> String? {
        do throws(YAMLError) {
            _ = try node(text)
            return nil
        } catch {
            return error.description
        }
    }

    @Test func `each value knows its line, its column and the path of keys that leads to it`() throws {
        let top = try node("a: 1\nlist:\n  - x\n  - name: y\n").mapping()
        let item = try top.required("list", "a list").items()[1].mapping()
        let name = try item.required("name", "a name")
        #expect(
            name
                == YAMLNode(
                    location: YAMLLocation(file: "f.yaml", line: 4, column: 11), key: "list[1].name",
                    content: .scalar(YAMLNode.Scalar(text: "y", isQuoted: false))))
        #expect(item.entries[0].location == YAMLLocation(file: "f.yaml", line: 4, column: 5))
    }

    @Test(arguments: ["", "# only a comment\n", "\n\n"])
    func `a text with nothing in it is an empty mapping`(_ text: String) throws {
        #expect(try node(text).content == .mapping([]))
    }

    @Test func `an aliased value stands where its anchor does, under the key of its alias`() throws {
        let top = try node("a: &shared { x: 1 }\nb: *shared\n").mapping()
        let value = try top.required("b", "b").mapping().required("x", "x")
        #expect(value.location.line == 1)
        #expect(value.key == "b.x")
    }

    @Test func `quotes and block scalars mark text as text`() throws {
        let items = try node("- off\n- 'off'\n- \"off\"\n- |\n  off\n- !!str 5\n").items()
        let quoted = items.map { item in
            if case .scalar(let scalar) = item.content { scalar.isQuoted } else { false }
        }
        #expect(quoted == [false, true, true, true, true])
    }

    @Test(arguments: [
        ("a: 1\nb: 2\na: 3\n", "f.yaml:1: key 'a': the key stands more than once in the same mapping"),
        ("a: &x { b: 1 }\nc:\n  <<: *x\n", "f.yaml:3: key 'c.<<': merge keys are not supported. Write the keys out."),
        ("a: !!int 5\n", "f.yaml:1: key 'a': the tag 'tag:yaml.org,2002:int' is not understood. Remove it."),
        ("a: !secret x\n", "f.yaml:1: key 'a': the tag '!secret' is not understood. Remove it."),
        ("a: 1\n---\nb: 2\n", "f.yaml:2: not YAML: but found another document"),
        ("a: 1\n? [x]\n: 2\n", "f.yaml:2: a key must be text"),
        ("a: [1, 2\nb: 3\n", "f.yaml:2: not YAML: did not find expected ',' or ']'"),
        ("a: *nowhere\n", "f.yaml:1: not YAML: found undefined alias"),
        ("a: 1\nb: \u{1}\n", "f.yaml:2: not YAML: control characters are not allowed"),
    ])
    func `what is refused is named with its line`(_ text: String, _ expected: String) {
        #expect(error(text) == expected)
    }

    @Test func `a small file that unfolds to very many values is refused`() {
        var text = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
        for level in 1...6 {
            let aliases = Array(repeating: "*a\(level - 1)", count: 10).joined(separator: ", ")
            text += "a\(level): &a\(level) [\(aliases)]\n"
        }
        #expect(error(text)?.contains("unfolds to more than 100000 values") == true)
    }
}
