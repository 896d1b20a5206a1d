extension Composer {
    /// The path at the caret; nil where there is none to complete.
    var mention: MentionedPath? { MentionedPath(in: editor.lineBeforeCaret) }

    /// Writes as much of a path as all of `paths` have in common.
    ///
    /// - Parameter paths: those that begin as the one at the caret does; folders end in `/`.
    /// - Returns: whether that is more than what stands there.
    mutating func complete(with paths: [String]) -> Bool {
        guard let mention, let first = paths.first else { return false }
        let common = paths.dropFirst().reduce(first) { $0.commonPrefix(with: $1) }
        guard common.hasPrefix(mention.partial), paths.count == 1 || common != mention.partial else { return false }
        // A folder is only half a path: what is in it comes next.
        let isWhole = paths.count == 1 && !common.hasSuffix("/")
        replaceBeforeCaret(mention.length, with: MentionedPath.written(common, isWhole: isWhole) + (isWhole ? " " : ""))
        return true
    }
}

extension String {
    fileprivate func commonPrefix(with other: String) -> String {
        String(zip(self, other).prefix { $0 == $1 }.map(\.0))
    }
}
