import RungTestSupport
import Testing

@testable import Dashboard

@Suite struct EditScriptTests {
    /// What a script makes of the old sequence; nil where it names what isn't there.
    private func applied(_ steps: [EditScript.Step], _ old: [Int], _ new: [Int]) -> [Int]? {
        var (result, position): ([Int], Int) = ([], 0)
        for step in steps {
            switch step {
            case .keep(let index, let target):
                guard index == position, target == result.count, old[index] == new[target] else { return nil }
                result.append(old[index])
                position += 1
            case .remove(let index):
                guard index == position else { return nil }
                position += 1
            case .insert(let index):
                guard index == result.count else { return nil }
                result.append(new[index])
            }
        }
        return position == old.count ? result : nil
    }

    private func edits(_ steps: [EditScript.Step]) -> Int {
        steps.count { if case .keep = $0 { false } else { true } }
    }

    /// The fewest edits, found the slow way.
    private func fewest(_ old: [Int], _ new: [Int]) -> Int {
        var row = Array(0...new.count)
        for (i, left) in old.enumerated() {
            var corner = row[0]
            row[0] = i + 1
            for (j, right) in new.enumerated() {
                let next = left == right ? corner : min(row[j], row[j + 1]) + 1
                corner = row[j + 1]
                row[j + 1] = next
            }
        }
        return row[new.count]
    }

    @Test(arguments: 0..<200 as Range<UInt64>)
    func `makes one sequence into the other with the fewest edits`(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let letters = Int.random(in: 1...5, using: &generator)
        func sequence() -> [Int] {
            (0..<Int.random(in: 0...24, using: &generator)).map { _ in .random(in: 0..<letters, using: &generator) }
        }
        let (old, new) = (sequence(), sequence())
        let steps = try #require(EditScript.from(old, to: new, limit: 100), "seed \(seed)")

        #expect(applied(steps, old, new) == new, "seed \(seed)")
        #expect(edits(steps) == fewest(old, new), "seed \(seed)")
    }

    @Test func `gives up beyond its limit, and not before`() {
        #expect(EditScript.from([1, 2, 3], to: [4, 5, 6], limit: 5) == nil)
        #expect(EditScript.from([1, 2, 3], to: [4, 5, 6], limit: 6) != nil)
        #expect(EditScript.from([1, 2], to: [1, 2], limit: 0) == [.keep(0, 0), .keep(1, 1)])
        #expect(EditScript.from([Int](), to: [], limit: 0) == [])
    }
}
