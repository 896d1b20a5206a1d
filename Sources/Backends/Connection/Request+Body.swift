import EscalationCore

extension Request {
    /// The body of a request: what the contract of an attempt hangs on, then its other members.
    ///
    /// The request's parameters win over `defaults`; a `null` leaves one out, for a server that can't take it.
    ///
    /// - Parameters:
    ///   - fixed: members that no parameter can change.
    ///   - reserved: names that no parameter can have, those of `fixed` included.
    ///   - defaults: members for which there is no parameter.
    func body(fixed: [JSONValue.Member], reserved: Set<String>, defaults: [JSONValue.Member]) -> JSONValue {
        let given = parameters.filter { !reserved.contains($0.name) }
        var members = fixed
        for member in defaults where !given.contains(where: { $0.name == member.name }) { members.append(member) }
        for member in given {
            if member.value.isNull, defaults.contains(where: { $0.name == member.name }) { continue }
            members.append(member)
        }
        return .object(members)
    }
}
