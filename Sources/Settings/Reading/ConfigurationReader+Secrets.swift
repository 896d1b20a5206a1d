import LocatedYAML

/// Keys and tokens are named by environment variable. None of these errors shows what stands in the file.
extension ConfigurationReader {
    static let keyRemedy = "Put the key into an environment variable, and name that with api_key_env."

    func keyVariable(_ node: YAMLNode) throws(YAMLError) -> Located<String> {
        let name = try node.string("the name of an environment variable")
        guard Self.isVariableName(name), !looksSecret(name) else {
            throw node.error("expected the name of an environment variable, not the key itself", remedy: Self.keyRemedy)
        }
        return Located(name, at: node)
    }

    func headers(_ node: YAMLNode) throws(YAMLError) -> [String: String] {
        var headers: [String: String] = [:]
        for entry in try node.mapping("headers with their values").entries {
            guard !entry.name.isEmpty, entry.name.utf8.allSatisfy(Self.isHeaderNameByte) else {
                throw entry.value.error("'\(entry.name)' is no name of a header")
            }
            guard !Self.secretHeaders.contains(entry.name.lowercased()) else { throw secretError(entry.value) }
            let value = try entry.value.string()
            guard !looksSecret(value) else { throw secretError(entry.value) }
            guard value.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F }) else {
                throw entry.value.error("a header's value must not hold line breaks or control characters")
            }
            headers[entry.name] = value
        }
        return headers
    }

    func secretError(_ node: YAMLNode) -> YAMLError {
        node.error("a key or token must not be written in the file", remedy: Self.keyRemedy)
    }

    static func isVariableName(_ text: String) -> Bool {
        guard let first = text.utf8.first, !(0x30...0x39).contains(first) else { return false }
        return text.utf8.allSatisfy { byte in
            byte == UInt8(ascii: "_") || (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte)
                || (0x61...0x7A).contains(byte)
        }
    }

    /// Whether a text looks like a key rather than a name: a vendor's prefix, a bearer token, or 24 and more characters
    /// that mix lower case with digits and have no blank or slash, which names of variables and header values seldom do.
    func looksSecret(_ text: String) -> Bool {
        let lowered = text.lowercased()
        if Self.secretPrefixes.contains(where: lowered.hasPrefix) { return true }
        return text.count >= 24 && text.contains { $0.isLowercase } && text.contains { $0.isNumber }
            && !text.contains { $0.isWhitespace || $0 == "/" || $0 == "." }
    }

    private static let secretHeaders: Set<String> = [
        "authorization", "proxy-authorization", "x-api-key", "api-key", "cookie",
    ]

    /// As the vendors print them: OpenAI and Anthropic, GitHub, Hugging Face, xAI, Groq, Google.
    private static let secretPrefixes = [
        "bearer ", "basic ", "sk-", "sk_", "ghp_", "gho_", "github_pat_", "hf_", "xai-", "gsk_", "aizasy",
    ]

    /// RFC 9110's `tchar`.
    private static func isHeaderNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
        default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
        }
    }
}
