import EscalationCore

/// What a tier was told, line by line, against what the attempt before it was told.
struct PromptDifference: Hashable {
    enum Line: Hashable {
        case same(String)
        case added(String)
        case removed(String)
        /// So many lines as before.
        case skipped(Int)
    }

    let lines: [Line]

    /// Lines as before that are shown beside a change; the others are counted.
    private static let context = 1
    /// Most changed lines that are compared one by one; more are shown as a whole taken out and a whole put in.
    private static let mostCompared = 500

    init(from old: String, to new: String) {
        let (old, new) = (Self.lines(of: old), Self.lines(of: new))
        let head = zip(old, new).prefix { $0 == $1 }.count
        let tail = zip(old.dropFirst(head).reversed(), new.dropFirst(head).reversed()).prefix { $0 == $1 }.count
        let (before, after) = (old.dropFirst(head).dropLast(tail), new.dropFirst(head).dropLast(tail))
        let changed =
            before.isEmpty || after.isEmpty || before.count + after.count > Self.mostCompared
            ? before.map(Line.removed) + after.map(Line.added) : Self.compared(Array(before), Array(after))
        lines = Self.shortened(new.prefix(head).map(Line.same) + changed + new.suffix(tail).map(Line.same))
    }

    private static func lines(of text: String) -> [String] {
        text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).map(String.init)
    }

    private static func compared(_ old: [String], _ new: [String]) -> [Line] {
        var (removed, added) = (Set<Int>(), Set<Int>())
        for change in new.difference(from: old) {
            switch change {
            case .remove(let offset, _, _): removed.insert(offset)
            case .insert(let offset, _, _): added.insert(offset)
            }
        }
        var lines: [Line] = []
        var (left, right) = (0, 0)
        while left < old.count || right < new.count {
            if removed.contains(left) {
                lines.append(.removed(old[left]))
                left += 1
            } else if added.contains(right) {
                lines.append(.added(new[right]))
                right += 1
            } else {
                lines.append(.same(new[right]))
                (left, right) = (left + 1, right + 1)
            }
        }
        return lines
    }

    /// With long stretches of lines as before counted rather than shown; the whole where nothing has changed.
    private static func shortened(_ lines: [Line]) -> [Line] {
        let changes = lines.indices.filter { if case .same = lines[$0] { false } else { true } }
        guard !changes.isEmpty else { return lines }
        var shown: [Line] = []
        var skipped = 0
        var next = changes[...]
        var last: Int?
        for index in lines.indices {
            if next.first == index { last = next.removeFirst() }
            let isNear =
                last.map { index - $0 <= context } ?? false || next.first.map { $0 - index <= context } ?? false
            if isNear {
                if skipped > 0 { shown.append(.skipped(skipped)) }
                skipped = 0
                shown.append(lines[index])
            } else {
                skipped += 1
            }
        }
        return skipped > 0 ? shown + [.skipped(skipped)] : shown
    }
}

extension SessionState {
    /// What an attempt was told against the one before; for the first one all of it, unchanged.
    func difference(toldTo number: Int) -> PromptDifference {
        let prompt = taskPrompt(of: number)
        return PromptDifference(from: number > 1 ? taskPrompt(of: number - 1) : prompt, to: prompt)
    }
}
