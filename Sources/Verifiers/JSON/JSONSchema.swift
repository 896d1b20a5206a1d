import EscalationCore

/// A JSON Schema: the part of draft 2020-12 that says what answers should look like.
///
/// | keywords | |
/// |---|---|
/// | `type`, `enum`, `const` | any value |
/// | `properties`, `required`, `additionalProperties`, `minProperties`, `maxProperties` | objects |
/// | `items`, `prefixItems`, `minItems`, `maxItems`, `uniqueItems` | arrays |
/// | `minLength`, `maxLength` (in Unicode scalars), `pattern` (see `Pattern`) | texts |
/// | `minimum`, `maximum`, `exclusiveMinimum`, `exclusiveMaximum`, `multipleOf` | numbers |
/// | `allOf`, `anyOf`, `oneOf`, `not`, `$ref` (to `#` or `#/$defs/…`), `$defs` and `definitions` | schemas |
/// | `$schema`, `$id` (at the top), `$comment`, `title`, `description`, `default`, `examples`, `deprecated`, `readOnly`, `writeOnly` | say nothing of a value |
///
/// Any other keyword is refused: ignoring it would accept what the schema's author did not mean. That includes `format`,
/// which other validators may ignore. A keyword that can't hold for a value (`minLength` for a number) doesn't apply.
public struct JSONSchema: Sendable {
    /// Every schema in it by its place, as a JSON pointer; the whole is at "".
    let parts: [String: Part]

    /// One schema in it.
    struct Part: Sendable {
        /// The schema `false`: nothing fits.
        var isNever = false
        var types: [ValueType]?
        var values: [JSONValue]?
        var properties: [(name: String, place: String)] = []
        var required: [String] = []
        var otherProperties: String?
        var propertyCount = Bounds<Int>()
        var prefixItems: [String] = []
        var items: String?
        var itemCount = Bounds<Int>()
        var itemsDiffer = false
        var length = Bounds<Int>()
        var pattern: Pattern?
        var number = Bounds<Double>()
        /// Whether the bounds of a number are themselves left out.
        var isAboveLeast = false
        var isBelowMost = false
        var multipleOf: Double?
        var allOf: [String] = []
        var anyOf: [String]?
        var oneOf: [String]?
        var not: String?
        var reference: String?

        /// Places of schemas that the same value has to fit.
        var inPlace: [String] {
            allOf + (anyOf ?? []) + (oneOf ?? []) + [not, reference].compactMap { $0 }
        }
    }

    struct Bounds<Value: Sendable & Comparable>: Sendable {
        var least: Value?
        var most: Value?
    }

    enum ValueType: String, Sendable, CaseIterable {
        case null, boolean, object, array, string, number, integer
    }

    /// - Throws: where it isn't of the part above.
    public init(_ schema: JSONValue) throws(JSONSchemaError) {
        var reader = JSONSchemaReader()
        try reader.read(schema, at: "")
        try reader.checkReferences()
        parts = reader.parts
    }

    /// What is wrong with a value as a schema; nil where nothing is.
    public static func problem(with schema: JSONValue) -> String? {
        do throws(JSONSchemaError) {
            _ = try JSONSchema(schema)
            return nil
        } catch {
            return error.description
        }
    }
}

/// Why a value is no schema that can be used.
public struct JSONSchemaError: Error, Sendable, Hashable, CustomStringConvertible {
    /// A JSON pointer; empty for the whole.
    public var place: String
    /// No full stop at the end.
    public var reason: String

    public var description: String { place.isEmpty ? reason : "\(reason) (at \(place))" }
}

extension JSONValue {
    /// What kind of value it is, for people.
    var kindInWords: String {
        switch self {
        case .null: "null"
        case .bool(let flag): flag ? "true" : "false"
        case .int, .double: "a number"
        case .string: "a text"
        case .array: "an array"
        case .object: "an object"
        }
    }
}

/// A pointer to a member or item of what the pointer points to.
func pointer(_ base: String, _ name: String) -> String {
    base + "/" + name.replacing("~", with: "~0").replacing("/", with: "~1")
}
