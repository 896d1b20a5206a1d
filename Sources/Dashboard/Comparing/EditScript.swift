/// How one sequence becomes another: Myers' greedy algorithm, which finds the fewest edits.
///
/// Its time and memory grow with the square of the edits, so that they are bounded by how many are looked for.
enum EditScript {
    enum Step: Sendable, Hashable {
        /// Index in the old sequence and in the new one.
        case keep(Int, Int)
        case remove(Int)
        case insert(Int)
    }

    /// - Returns: nil where it takes more than `limit` edits.
    static func from<Element: Hashable>(_ old: [Element], to new: [Element], limit: Int) -> [Step]? {
        var start = 0
        while start < min(old.count, new.count), old[start] == new[start] { start += 1 }
        var (oldEnd, newEnd) = (old.count, new.count)
        while oldEnd > start, newEnd > start, old[oldEnd - 1] == new[newEnd - 1] {
            oldEnd -= 1
            newEnd -= 1
        }
        guard
            let middle = shortest(
                Array(old[start..<oldEnd]), Array(new[start..<newEnd]), offset: start, limit: limit)
        else { return nil }
        let head = (0..<start).map { Step.keep($0, $0) }
        let tail = (0..<(old.count - oldEnd)).map { Step.keep(oldEnd + $0, newEnd + $0) }
        return head + middle + tail
    }

    /// - Parameter offset: added to every index.
    private static func shortest<Element: Hashable>(
        _ old: [Element], _ new: [Element], offset: Int, limit: Int
    ) -> [Step]? {
        let most = min(limit, old.count + new.count)
        // How far down each diagonal so many edits lead, as they were before each further edit.
        var reach = [Int](repeating: 0, count: 2 * most + 3)
        var history: [[Int]] = []
        for edits in 0...most {
            history.append(reach)
            for diagonal in stride(from: -edits, through: edits, by: 2) {
                var x =
                    isDown(reach, diagonal, edits, most) ? reach[diagonal + 1 + most + 1] : reach[diagonal + most] + 1
                while x < old.count, x - diagonal < new.count, x - diagonal >= 0, old[x] == new[x - diagonal] { x += 1 }
                reach[diagonal + most + 1] = x
                if x >= old.count, x - diagonal >= new.count {
                    return path(history, edits, diagonal, most, (old.count, new.count), offset)
                }
            }
        }
        return nil
    }

    /// Whether the last edit on the way to a diagonal is an insertion.
    private static func isDown(_ reach: [Int], _ diagonal: Int, _ edits: Int, _ most: Int) -> Bool {
        diagonal == -edits || diagonal != edits && reach[diagonal + most] < reach[diagonal + most + 2]
    }

    /// Walks back from the end.
    private static func path(
        _ history: [[Int]], _ edits: Int, _ diagonal: Int, _ most: Int, _ end: (Int, Int), _ offset: Int
    ) -> [Step] {
        var steps: [Step] = []
        var (x, y) = end
        for count in stride(from: edits, to: 0, by: -1) {
            let reach = history[count]
            let diagonal = x - y
            let down = isDown(reach, diagonal, count, most)
            let before = down ? diagonal + 1 : diagonal - 1
            let fromX = reach[before + most + 1]
            let fromY = fromX - before
            while x > fromX + (down ? 0 : 1), y > fromY + (down ? 1 : 0) {
                x -= 1
                y -= 1
                steps.append(.keep(x + offset, y + offset))
            }
            if down {
                y -= 1
                steps.append(.insert(y + offset))
            } else {
                x -= 1
                steps.append(.remove(x + offset))
            }
        }
        while x > 0, y > 0 {
            x -= 1
            y -= 1
            steps.append(.keep(x + offset, y + offset))
        }
        return steps.reversed()
    }
}
