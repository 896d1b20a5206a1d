import Subprocesses
import Testing

struct OutputTailTests {
    @Test func `keeps everything up to the limit`() {
        var tail = OutputTail(limit: 6)
        tail.append("abc".utf8)
        tail.append("def".utf8)
        #expect(tail.text == "abcdef")
        #expect(tail.dropped == 0)
    }

    @Test(arguments: [1, 2, 3, 7, 100])
    func `keeps the last bytes whatever the size of the pieces`(size: Int) {
        let bytes = (0..<1_000).map { UInt8($0 % 251) }
        var tail = OutputTail(limit: 64)
        for start in stride(from: 0, to: bytes.count, by: size) {
            tail.append(bytes[start..<min(start + size, bytes.count)])
        }
        #expect(Array(tail.bytes) == Array(bytes.suffix(64)))
        #expect(tail.dropped == 1_000 - 64)
    }

    @Test func `leaves out a character that lost its front`() {
        var tail = OutputTail(limit: 4)
        tail.append("aé日".utf8)
        #expect(tail.text == "日")
        #expect(tail.dropped == 2)
    }

    @Test func `keeps nothing where the limit is 0`() {
        var tail = OutputTail(limit: 0)
        tail.append("abc".utf8)
        #expect(tail.text == "")
        #expect(tail.dropped == 3)
    }
}
