import EscalationCore
import Testing

@testable import Verifiers

struct JSONSchemaTests {
    /// A schema, values that fit, and values that don't with all complaints.
    static let table: [(schema: String, fitting: [String], complaints: [(value: String, texts: [String])])] = [
        ("true", ["1", "null"], []),
        ("{}", ["1", "{}"], []),
        ("false", [], [("1", ["at the top: nothing is allowed here"])]),
        (
            #"{"type": "object"}"#, ["{}"],
            [
                ("[]", ["at the top: expected an object, found an array"]),
                ("null", ["at the top: expected an object, found null"]),
            ]
        ),
        (
            #"{"type": ["string", "null"]}"#, [#""""#, "null"],
            [("false", ["at the top: expected a text or null, found false"])]
        ),
        (
            #"{"type": "integer"}"#, ["1", "1.0", "-0", "1e3"],
            [("1.5", ["at the top: expected a whole number, found a number"])]
        ),
        (#"{"type": "number"}"#, ["1", "1.5"], [(#""1""#, ["at the top: expected a number, found a text"])]),
        (#"{"type": "boolean"}"#, ["true"], [("0", ["at the top: expected true or false, found a number"])]),
        (
            #"{"enum": ["a", 1, {"b": 1, "c": [2]}]}"#, [#""a""#, "1.0", #"{"c": [2.0], "b": 1}"#],
            [(#""b""#, [#"at the top: expected "a" or 1 or {"b":1,"c":[2]}, found "b""#])]
        ),
        (#"{"const": null}"#, ["null"], [("0", ["at the top: expected null, found 0"])]),
        (
            #"{"required": ["a", "b"], "properties": {"a": {"type": "string"}}}"#,
            [#"{"a": "x", "b": 1}"#, "[]"],
            [
                (
                    #"{"a": 1}"#,
                    [#"at the top: expected a member "b", found none"#, "/a: expected a text, found a number"]
                )
            ]
        ),
        (
            #"{"properties": {"a": true}, "additionalProperties": false}"#, ["{}", #"{"a": 1}"#],
            [(#"{"b": 1, "a/~b": 1}"#, ["/b: no such member is allowed", "/a~1~0b: no such member is allowed"])]
        ),
        (
            #"{"properties": {"a": true}, "additionalProperties": {"type": "null"}}"#, [#"{"a": 1, "b": null}"#],
            [(#"{"b": 1}"#, ["/b: expected null, found a number"])]
        ),
        (
            #"{"minProperties": 1, "maxProperties": 2}"#, [#"{"a": 1}"#],
            [
                ("{}", ["at the top: expected 1 or more members, found 0"]),
                (#"{"a": 1, "b": 1, "c": 1}"#, ["at the top: expected 2 or fewer members, found 3"]),
            ]
        ),
        (
            #"{"items": {"type": "integer"}, "minItems": 1, "maxItems": 3, "uniqueItems": true}"#, ["[1, 2]"],
            [
                ("[]", ["at the top: expected 1 or more items, found 0"]),
                ("[1, 2, 3, 4]", ["at the top: expected 3 or fewer items, found 4"]),
                ("[1, 1.0]", ["at the top: expected items that differ, found some that don't"]),
                (
                    #"[1, "a", null]"#,
                    ["/1: expected a whole number, found a text", "/2: expected a whole number, found null"]
                ),
            ]
        ),
        (
            #"{"prefixItems": [{"const": "a"}, {"type": "integer"}], "items": {"type": "null"}}"#,
            [#"["a", 1, null]"#, #"["a"]"#], [(#"["a", 1, 2]"#, ["/2: expected null, found a number"])]
        ),
        (
            #"{"minLength": 2, "maxLength": 3}"#, [#""ab""#, "\"e\u{301}b\"", "1"],
            [
                (#""a""#, ["at the top: expected 2 or more characters, found 1"]),
                (#""abcd""#, ["at the top: expected 3 or fewer characters, found 4"]),
            ]
        ),
        (
            #"{"pattern": "^[a-z]+$"}"#, [#""ab""#],
            [(#""A""#, [#"at the top: expected a match of the pattern ^[a-z]+$, found "A""#])]
        ),
        (
            #"{"minimum": 1, "maximum": 3}"#, ["1", "3", "2.5"],
            [
                ("0", ["at the top: expected a number of at least 1, found 0"]),
                ("3.5", ["at the top: expected a number of at most 3, found 3.5"]),
            ]
        ),
        (
            #"{"minimum": 1, "exclusiveMinimum": 1, "exclusiveMaximum": 2.5}"#, ["1.5"],
            [
                ("1", ["at the top: expected a number above 1, found 1"]),
                ("2.5", ["at the top: expected a number below 2.5, found 2.5"]),
            ]
        ),
        (
            #"{"multipleOf": 0.1}"#, ["0.3", "7", "12345678.9"],
            [("0.35", ["at the top: expected a multiple of 0.1, found 0.35"])]
        ),
        (
            #"{"allOf": [{"minimum": 1}, {"multipleOf": 2}]}"#, ["2"],
            [
                (
                    "-1",
                    [
                        "at the top: expected a number of at least 1, found -1",
                        "at the top: expected a multiple of 2, found -1",
                    ]
                )
            ]
        ),
        (
            #"{"anyOf": [{"type": "string"}, {"required": ["a"], "type": "object"}]}"#, [#""x""#, #"{"a": 1}"#],
            [
                (
                    "{}",
                    [
                        #"at the top: fits none of the 2 alternatives (at the top: expected a text, found an object; at the top: expected a member "a", found none)"#
                    ]
                )
            ]
        ),
        (
            #"{"oneOf": [{"type": "integer"}, {"minimum": 2}]}"#, ["1", "2.5"],
            [("3", ["at the top: fits 2 of the alternatives, and only one is allowed"])]
        ),
        (#"{"not": {"const": 1}}"#, ["2"], [("1", ["at the top: 1 is what is not allowed here"])]),
        (
            ##"{"$defs": {"n": {"type": "integer"}}, "items": {"$ref": "#/$defs/n"}}"##, ["[1]"],
            [(#"["a"]"#, ["/0: expected a whole number, found a text"])]
        ),
        (
            ##"{"type": "object", "properties": {"next": {"$ref": "#"}}}"##, [#"{"next": {"next": {}}}"#],
            [(#"{"next": {"next": 1}}"#, ["/next/next: expected an object, found a number"])]
        ),
        (
            ##"{"$schema": "x", "$id": "y", "title": "t", "description": "d", "$comment": "c", "default": 1, "examples": [1]}"##,
            ["1"], []
        ),
    ]

    @Test(arguments: table.indices)
    func `finds what doesn't fit, and where`(_ index: Int) async throws {
        let (source, fitting, complaints) = Self.table[index]
        let schema = try JSONSchema(JSONValue(parsing: source))
        for value in fitting {
            #expect(try await schema.complaints(about: JSONValue(parsing: value)).map(\.description) == [], "\(value)")
        }
        for (value, texts) in complaints {
            #expect(try await schema.complaints(about: JSONValue(parsing: value)).map(\.description) == texts)
        }
    }

    @Test(arguments: [
        ("1", "expected a schema, found a number"),
        (#"{"format": "date"}"#, "the keyword 'format' isn't supported"),
        (#"{"properties": {"a": {"tpye": "string"}}}"#, "the keyword 'tpye' isn't supported (at /properties/a)"),
        (#"{"items": {"$id": "x"}}"#, "the keyword '$id' isn't supported (at /items)"),
        (
            #"{"type": "text"}"#,
            "expected one of null, boolean, object, array, string, number, integer, or a list of them (at /type)"
        ),
        (
            #"{"type": ["string", 1]}"#,
            "expected one of null, boolean, object, array, string, number, integer, or a list of them (at /type)"
        ),
        (#"{"enum": "a"}"#, "expected an array, found a text (at /enum)"),
        (#"{"required": [1]}"#, "expected names only (at /required)"),
        (#"{"minItems": -1}"#, "expected a whole number from 0, found a number (at /minItems)"),
        (#"{"minimum": "1"}"#, "expected a number, found a text (at /minimum)"),
        (#"{"multipleOf": 0}"#, "expected a number above 0 (at /multipleOf)"),
        (#"{"uniqueItems": 1}"#, "expected true or false, found a number (at /uniqueItems)"),
        (#"{"anyOf": []}"#, "expected at least one schema (at /anyOf)"),
        (#"{"pattern": "("}"#, "this '(' is never closed; write \\( for the character (at character 1) (at /pattern)"),
        (##"{"$ref": "#/$defs/a"}"##, "there is no schema at '#/$defs/a'"),
        (#"{"$ref": "other.json"}"#, "expected a place in this schema, such as #/$defs/name (at /$ref)"),
        (##"{"allOf": [{"$ref": "#"}]}"##, "the schema refers to itself"),
    ])
    func `refuses what it would have to ignore`(_ source: String, _ problem: String) throws {
        #expect(JSONSchema.problem(with: try JSONValue(parsing: source)) == problem)
    }

    @Test func `complains of ten things at most`() async throws {
        let schema = try JSONSchema(["items": ["type": "null"]])
        let complaints = try await schema.complaints(about: .array(Array(repeating: 1, count: 1_000)))
        #expect(complaints.count == 10)
    }
}
