import Testing

@testable import Backends

struct UTF8PiecesTests {
    /// Scalars of every length, broken in every way.
    private static let bytes: [UInt8] =
        Array("aé日🎈".utf8) + [0xC3] + Array("x".utf8) + [0xE6, 0x97] + Array("é".utf8) + [0xF0, 0x9F, 0x8E, 0x80]
        + [0x80, 0xFF, 0xED, 0xA0, 0x80, 0xF0, 0x9F]

    @Test(arguments: 0...bytes.count)
    func `gives the same text wherever the bytes are cut`(cut: Int) {
        var pieces = UTF8Pieces()
        let text =
            pieces.text(adding: Array(Self.bytes[..<cut])) + pieces.text(adding: Array(Self.bytes[cut...]))
            + pieces.finish()
        #expect(text == String(decoding: Self.bytes, as: UTF8.self))
    }

    @Test func `holds a character back until it is whole`() {
        var pieces = UTF8Pieces()
        let balloon = Array("🎈".utf8)
        #expect(balloon.map { pieces.text(adding: [$0]) } == ["", "", "", "🎈"])
        #expect(pieces.finish() == "")
    }
}
