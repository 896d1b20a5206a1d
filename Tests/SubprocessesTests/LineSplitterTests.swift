import Subprocesses
import Testing

struct LineSplitterTests {
    private static let text = "first\r\n\nżółw\nlast"

    @Test(arguments: 0...text.utf8.count)
    func `finds the same lines wherever the bytes are cut`(cut: Int) {
        let bytes = Array(Self.text.utf8)
        var splitter = LineSplitter()
        var lines = splitter.lines(adding: bytes[..<cut]) + splitter.lines(adding: bytes[cut...])
        if let rest = splitter.finish() { lines.append(rest) }
        #expect(lines.map { String(decoding: $0, as: UTF8.self) } == ["first", "", "żółw", "last"])
    }

    @Test func `has no last line where the text ends with a new line`() {
        var splitter = LineSplitter()
        #expect(splitter.lines(adding: Array("a\n".utf8)) == [Array("a".utf8)])
        #expect(splitter.finish() == nil)
    }

    @Test func `drops what a line has beyond the limit`() {
        var splitter = LineSplitter(longestLine: 3)
        #expect(splitter.lines(adding: Array("ab".utf8)) == [])
        #expect(splitter.lines(adding: Array("cdef\nghijk\nl\n".utf8)) == ["abc", "ghi", "l"].map { Array($0.utf8) })
    }
}
