import EscalationCore

/// Reads a schema into its parts.
struct JSONSchemaReader {
    var parts: [String: JSONSchema.Part] = [:]

    /// Keywords that say nothing of a value.
    private static let annotations: Set = [
        "$schema", "$comment", "title", "description", "default", "examples", "deprecated", "readOnly", "writeOnly",
    ]

    mutating func read(_ schema: JSONValue, at place: String) throws(JSONSchemaError) {
        var part = JSONSchema.Part()
        switch schema {
        case .bool(let flag): part.isNever = !flag
        case .object(let members):
            for member in members {
                try read(member, of: schema, into: &part, at: pointer(place, member.name), in: place)
            }
        case .null, .int, .double, .string, .array:
            throw JSONSchemaError(place: place, reason: "expected a schema, found \(schema.kindInWords)")
        }
        parts[place] = part
    }

    /// Every reference leads somewhere, and none back to itself without going into the value.
    func checkReferences() throws(JSONSchemaError) {
        for (place, part) in parts.sorted(by: { $0.key < $1.key }) {
            if let reference = part.reference, parts[reference] == nil {
                throw JSONSchemaError(place: place, reason: "there is no schema at '#\(reference)'")
            }
            var open = part.inPlace
            var seen: Set<String> = []
            while let next = open.popLast() {
                if next == place { throw JSONSchemaError(place: place, reason: "the schema refers to itself") }
                if seen.insert(next).inserted { open += parts[next]?.inPlace ?? [] }
            }
        }
    }

    private mutating func read(
        _ member: JSONValue.Member, of schema: JSONValue, into part: inout JSONSchema.Part, at place: String,
        in parent: String
    ) throws(JSONSchemaError) {
        let value = member.value
        switch member.name {
        case "type": part.types = try types(value, at: place)
        case "enum": part.values = try array(value, at: place)
        case "const": part.values = [value]
        case "properties":
            for property in try object(value, at: place) {
                part.properties.append((property.name, pointer(place, property.name)))
                try read(property.value, at: pointer(place, property.name))
            }
        case "required": part.required = try texts(value, at: place)
        case "additionalProperties": part.otherProperties = try child(value, at: place)
        case "minProperties": part.propertyCount.least = try count(value, at: place)
        case "maxProperties": part.propertyCount.most = try count(value, at: place)
        case "items": part.items = try child(value, at: place)
        case "prefixItems": part.prefixItems = try children(value, at: place)
        case "minItems": part.itemCount.least = try count(value, at: place)
        case "maxItems": part.itemCount.most = try count(value, at: place)
        case "uniqueItems": part.itemsDiffer = try flag(value, at: place)
        case "minLength": part.length.least = try count(value, at: place)
        case "maxLength": part.length.most = try count(value, at: place)
        case "pattern": part.pattern = try pattern(value, at: place)
        case "minimum": part.tighten(least: try number(value, at: place), isExclusive: false)
        case "exclusiveMinimum": part.tighten(least: try number(value, at: place), isExclusive: true)
        case "maximum": part.tighten(most: try number(value, at: place), isExclusive: false)
        case "exclusiveMaximum": part.tighten(most: try number(value, at: place), isExclusive: true)
        case "multipleOf":
            let divisor = try number(value, at: place)
            guard divisor > 0 else { throw JSONSchemaError(place: place, reason: "expected a number above 0") }
            part.multipleOf = divisor
        case "allOf": part.allOf = try children(value, at: place)
        case "anyOf": part.anyOf = try children(value, at: place)
        case "oneOf": part.oneOf = try children(value, at: place)
        case "not": part.not = try child(value, at: place)
        case "$ref": part.reference = try reference(value, at: place)
        case "$defs", "definitions":
            for definition in try object(value, at: place) {
                try read(definition.value, at: pointer(place, definition.name))
            }
        case "$id" where parent.isEmpty: break
        default:
            guard !Self.annotations.contains(member.name) else { break }
            throw JSONSchemaError(place: parent, reason: "the keyword '\(member.name)' isn't supported")
        }
    }

    private mutating func child(_ value: JSONValue, at place: String) throws(JSONSchemaError) -> String {
        try read(value, at: place)
        return place
    }

    private mutating func children(_ value: JSONValue, at place: String) throws(JSONSchemaError) -> [String] {
        let items = try array(value, at: place)
        guard !items.isEmpty else { throw JSONSchemaError(place: place, reason: "expected at least one schema") }
        var places: [String] = []
        for (index, item) in items.enumerated() {
            places.append(pointer(place, "\(index)"))
            try read(item, at: places[index])
        }
        return places
    }

    private func reference(_ value: JSONValue, at place: String) throws(JSONSchemaError) -> String {
        guard let text = value.string, text == "#" || text.hasPrefix("#/"), !text.contains("%") else {
            throw JSONSchemaError(place: place, reason: "expected a place in this schema, such as #/$defs/name")
        }
        return String(text.dropFirst())
    }

    private func types(_ value: JSONValue, at place: String) throws(JSONSchemaError) -> [JSONSchema.ValueType] {
        let names = value.string.map { [$0] } ?? value.array?.compactMap(\.string) ?? []
        let types = names.compactMap(JSONSchema.ValueType.init)
        guard !types.isEmpty, types.count == value.array?.count ?? 1 else {
            let known = JSONSchema.ValueType.allCases.map(\.rawValue).joined(separator: ", ")
            throw JSONSchemaError(place: place, reason: "expected one of \(known), or a list of them")
        }
        return types
    }

    private func pattern(_ value: JSONValue, at place: String) throws(JSONSchemaError) -> Pattern {
        guard let text = value.string else {
            throw JSONSchemaError(place: place, reason: "expected a regular expression, found \(value.kindInWords)")
        }
        do {
            return try Pattern(text)
        } catch {
            throw JSONSchemaError(place: place, reason: error.description)
        }
    }

    private func object(_ value: JSONValue, at place: String) throws(JSONSchemaError) -> [JSONValue.Member] {
        guard let members = value.members else { throw expected("an object", value, at: place) }
        return members
    }

    private func array(_ value: JSONValue, at place: String) throws(JSONSchemaError) -> [JSONValue] {
        guard let items = value.array else { throw expected("an array", value, at: place) }
        return items
    }

    private func texts(_ value: JSONValue, at place: String) throws(JSONSchemaError) -> [String] {
        let items = try array(value, at: place)
        let texts = items.compactMap(\.string)
        guard texts.count == items.count else { throw JSONSchemaError(place: place, reason: "expected names only") }
        return texts
    }

    private func flag(_ value: JSONValue, at place: String) throws(JSONSchemaError) -> Bool {
        guard let flag = value.bool else { throw expected("true or false", value, at: place) }
        return flag
    }

    private func number(_ value: JSONValue, at place: String) throws(JSONSchemaError) -> Double {
        guard let number = value.double else { throw expected("a number", value, at: place) }
        return number
    }

    private func count(_ value: JSONValue, at place: String) throws(JSONSchemaError) -> Int {
        guard let count = value.int, count >= 0 else { throw expected("a whole number from 0", value, at: place) }
        return count
    }

    private func expected(_ what: String, _ value: JSONValue, at place: String) -> JSONSchemaError {
        JSONSchemaError(place: place, reason: "expected \(what), found \(value.kindInWords)")
    }
}

extension JSONSchema.Part {
    /// Of an inclusive and an exclusive bound, the tighter one holds.
    fileprivate mutating func tighten(least bound: Double, isExclusive: Bool) {
        if let least = number.least, least > bound || (least == bound && isAboveLeast) { return }
        (number.least, isAboveLeast) = (bound, isExclusive)
    }

    fileprivate mutating func tighten(most bound: Double, isExclusive: Bool) {
        if let most = number.most, most < bound || (most == bound && isBelowMost) { return }
        (number.most, isBelowMost) = (bound, isExclusive)
    }
}
