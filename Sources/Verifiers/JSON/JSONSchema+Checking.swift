import EscalationCore

extension JSONSchema {
    /// What a value lacks or has too much.
    struct Complaint: Sendable, Hashable, CustomStringConvertible {
        /// A JSON pointer into the value.
        var place: String
        var text: String

        var description: String { "\(place.isEmpty ? "at the top" : place): \(text)" }
    }

    /// Most complaints about one value: a model mends no more at once.
    static let mostComplaints = 10

    /// - Returns: what is wrong, outermost first, at most `mostComplaints`; empty where the value fits.
    /// - Throws: `CancellationError`.
    func complaints(about value: JSONValue) async throws -> [Complaint] {
        try await Array(complaints(about: value, at: "", by: "").prefix(Self.mostComplaints))
    }

    /// - Parameters:
    ///   - place: where the value stands.
    ///   - schema: which part it has to fit.
    private func complaints(about value: JSONValue, at place: String, by schema: String) async throws -> [Complaint] {
        try Task.checkCancellation()
        guard let part = parts[schema] else { return [] }
        if part.isNever { return [Complaint(place: place, text: "nothing is allowed here")] }
        var found: [Complaint] = []
        let complain = { (text: String) in found.append(Complaint(place: place, text: text)) }

        if let types = part.types, !types.contains(where: value.isOf) {
            let names = types.map(\.inWords).joined(separator: " or ")
            // What else the schema says is about a value of another kind.
            return [Complaint(place: place, text: "expected \(names), found \(value.kindInWords)")]
        }
        if let values = part.values, !values.contains(where: { $0.normal == value.normal }) {
            complain("expected \(values.map(\.text).joined(separator: " or ")), found \(value.excerpt)")
        }
        switch value {
        case .string(let text): try await check(text, by: part, complain)
        case .int, .double: check(value, by: part, complain)
        case .array(let items): found += try await complaints(aboutItems: items, at: place, by: part)
        case .object(let members): found += try await complaints(aboutMembers: members, at: place, by: part)
        case .null, .bool: break
        }
        for next in part.allOf + [part.reference].compactMap({ $0 }) {
            found += try await complaints(about: value, at: place, by: next)
        }
        for (schemas, isExclusive) in [(part.anyOf, false), (part.oneOf, true)] {
            guard let schemas else { continue }
            if let text = try await complaint(about: value, at: place, fitting: schemas, exactlyOne: isExclusive) {
                found.append(Complaint(place: place, text: text))
            }
        }
        if let not = part.not, try await complaints(about: value, at: place, by: not).isEmpty {
            found.append(Complaint(place: place, text: "\(value.excerpt) is what is not allowed here"))
        }
        return found
    }

    private func complaint(
        about value: JSONValue, at place: String, fitting schemas: [String], exactlyOne: Bool
    ) async throws -> String? {
        var fitting = 0
        var reasons: [String] = []
        for schema in schemas {
            let complaints = try await complaints(about: value, at: place, by: schema)
            if let first = complaints.first { reasons.append(first.description) } else { fitting += 1 }
            if fitting == 1, !exactlyOne { return nil }
        }
        if fitting == 1 { return nil }
        guard fitting == 0 else { return "fits \(fitting) of the alternatives, and only one is allowed" }
        return "fits none of the \(schemas.count) alternatives (" + reasons.prefix(3).joined(separator: "; ") + ")"
    }

    private func check(_ text: String, by part: Part, _ complain: (String) -> Void) async throws {
        let length = text.unicodeScalars.count
        if let least = part.length.least, length < least {
            complain("expected \(least) or more characters, found \(length)")
        }
        if let most = part.length.most, length > most {
            complain("expected \(most) or fewer characters, found \(length)")
        }
        if let pattern = part.pattern, try await !pattern.occurs(in: text) {
            complain("expected a match of the pattern \(pattern.source), found \(JSONValue.string(text).excerpt)")
        }
    }

    private func check(_ value: JSONValue, by part: Part, _ complain: (String) -> Void) {
        guard let number = value.double else { return }
        if let least = part.number.least, number < least || (part.isAboveLeast && number == least) {
            complain(
                "expected a number \(part.isAboveLeast ? "above" : "of at least") \(JSONValue.double(least).normal.text), found \(value.text)"
            )
        }
        if let most = part.number.most, number > most || (part.isBelowMost && number == most) {
            complain(
                "expected a number \(part.isBelowMost ? "below" : "of at most") \(JSONValue.double(most).normal.text), found \(value.text)"
            )
        }
        if let divisor = part.multipleOf, !number.isMultiple(of: divisor) {
            complain("expected a multiple of \(JSONValue.double(divisor).normal.text), found \(value.text)")
        }
    }

    private func complaints(aboutItems items: [JSONValue], at place: String, by part: Part) async throws -> [Complaint]
    {
        var found: [Complaint] = []
        if let text = part.itemCount.complaint(about: items.count, "items") {
            found.append(Complaint(place: place, text: text))
        }
        if part.itemsDiffer, Set(items.map(\.normal)).count < items.count {
            found.append(Complaint(place: place, text: "expected items that differ, found some that don't"))
        }
        for (index, item) in items.enumerated() where found.count < Self.mostComplaints {
            guard let schema = index < part.prefixItems.count ? part.prefixItems[index] : part.items else { continue }
            found += try await complaints(about: item, at: pointer(place, "\(index)"), by: schema)
        }
        return found
    }

    private func complaints(
        aboutMembers members: [JSONValue.Member], at place: String, by part: Part
    ) async throws -> [Complaint] {
        var found: [Complaint] = []
        if let text = part.propertyCount.complaint(about: members.count, "members") {
            found.append(Complaint(place: place, text: text))
        }
        let names = Set(members.map(\.name))
        for name in part.required where !names.contains(name) {
            found.append(Complaint(place: place, text: "expected a member \(JSONValue.string(name).text), found none"))
        }
        for member in members where found.count < Self.mostComplaints {
            let next = pointer(place, member.name)
            if let property = part.properties.first(where: { $0.name == member.name }) {
                found += try await complaints(about: member.value, at: next, by: property.place)
            } else if let others = part.otherProperties {
                if parts[others]?.isNever == true {
                    found.append(Complaint(place: next, text: "no such member is allowed"))
                } else {
                    found += try await complaints(about: member.value, at: next, by: others)
                }
            }
        }
        return found
    }
}

extension JSONSchema.Bounds<Int> {
    fileprivate func complaint(about count: Int, _ what: String) -> String? {
        if let least, count < least { return "expected \(least) or more \(what), found \(count)" }
        if let most, count > most { return "expected \(most) or fewer \(what), found \(count)" }
        return nil
    }
}

extension JSONSchema.ValueType {
    fileprivate var inWords: String {
        switch self {
        case .null: "null"
        case .boolean: "true or false"
        case .object: "an object"
        case .array: "an array"
        case .string: "a text"
        case .number: "a number"
        case .integer: "a whole number"
        }
    }
}

extension JSONValue {
    fileprivate func isOf(_ type: JSONSchema.ValueType) -> Bool {
        switch (self, type) {
        case (.null, .null), (.bool, .boolean), (.object, .object), (.array, .array), (.string, .string): true
        case (.int, .number), (.double, .number), (.int, .integer): true
        case (.double(let number), .integer): number.rounded() == number
        default: false
        }
    }

    /// The same for values that JSON Schema holds equal: `1` and `1.0`, objects whatever the order of their members.
    fileprivate var normal: JSONValue {
        switch self {
        case .double(let number): Int(exactly: number).map(JSONValue.int) ?? self
        case .array(let items): .array(items.map(\.normal))
        case .object(let members):
            .object(members.map { Member($0.name, $0.value.normal) }.sorted { $0.name < $1.name })
        case .null, .bool, .int, .string: self
        }
    }

    /// Its JSON, cut to 60 characters.
    fileprivate var excerpt: String {
        let text = text
        return text.count > 60 ? text.prefix(59) + "…" : text
    }
}

extension Double {
    /// Up to what binary fractions lose: 0.3 counts as a multiple of 0.1.
    fileprivate func isMultiple(of divisor: Double) -> Bool {
        let quotient = self / divisor
        return quotient.isFinite && abs(quotient - quotient.rounded()) <= max(1e-9, abs(quotient) * 1e-15)
    }
}
