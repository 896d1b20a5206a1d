import Terminal
import Testing

struct KeyDecoderTests {
    /// A decoder whose steps can stand in an expectation.
    private final class Reader {
        private var decoder: KeyDecoder

        init(_ decoder: KeyDecoder = KeyDecoder()) {
            self.decoder = decoder
        }

        var isWaiting: Bool { decoder.isWaiting }
        func feed(_ bytes: some Sequence<UInt8>) -> [Key] { decoder.feed(bytes) }
        func flush() -> [Key] { decoder.flush() }
    }

    private static let typed = "a\u{1B}[A\u{1B}OP\u{1B}[1;5Cé日👍\u{1B}[200~one\rtwo\r\nthree\u{1B}[201~\u{1B}[3~\rz"
    private static let keys: [Key] = [
        "a", "up", "f1", "ctrl-right", "é", "日", "👍", .paste("one\ntwo\nthree"), "delete", "enter", "z",
    ]

    @Test(arguments: 1...12)
    func `keys are the same wherever the bytes are cut`(length: Int) {
        let bytes = Array(Self.typed.utf8)
        let decoder = Reader()
        var keys: [Key] = []
        for start in stride(from: 0, to: bytes.count, by: length) {
            keys += decoder.feed(bytes[start..<min(start + length, bytes.count)])
        }
        #expect(keys == Self.keys)
        #expect(!decoder.isWaiting)
    }

    @Test(arguments: [
        ("\u{1B}[1;2A", Key.named(.up, .shift)), ("\u{1B}[1;3D", .named(.left, .alt)),
        ("\u{1B}[5;5~", .named(.pageUp, .control)),
        ("\u{1B}[7~", "home"), ("\u{1B}[[A", "f1"), ("\u{1B}[11~", "f1"), ("\u{1B}Od", .named(.left, .shift)),
        ("\u{1B}[3^", .named(.delete, .control)), ("\u{1B}[13;2u", .named(.enter, .shift)), ("\u{1B}[97;5u", "ctrl-a"),
        ("\u{1B}[27;5;106~", "ctrl-j"), ("\u{1B}[1;5:1C", "ctrl-right"), ("\u{1B}\u{7F}", .named(.backspace, .alt)),
        ("\u{1B}\r", .named(.enter, .alt)), ("\u{1B}é", .alt("é")), ("\u{0}", "ctrl-space"), ("\u{8}", "backspace"),
        ("\u{1F}", "ctrl-_"),
    ])
    func `knows what terminals send for a key`(bytes: String, key: Key) {
        let decoder = Reader()
        #expect(decoder.feed(bytes.utf8) == [key])
    }

    @Test(
        arguments: [
            ("\u{1B}[99~", []), ("\u{1B}[?62;c", []), ("\u{1B}]11;rgb:0/0/0\u{7}", []), ("\u{1B}P1$r0m\u{1B}\\", []),
            ("\u{1B}[<2;3;4M", []), ("\u{1B}[<0;3;4m", []), ("\u{1B}[<0;0;4M", []),
            ("\u{1B}[<0;3;4M", [.pointer(Pointer(.press, x: 2, y: 3))]),
            (
                "\u{1B}[<64;1;1M\u{1B}[<65;300;100M",
                [
                    .pointer(Pointer(.wheelUp, x: 0, y: 0)), .pointer(Pointer(.wheelDown, x: 299, y: 99)),
                ]
            ),
            ("\u{1B}[I\u{1B}[O", [.focus(true), .focus(false)]), ("\u{1B}OI", []), ("\u{85}", []),
        ] as [(String, [Key])])
    func `sequences without a meaning are dropped whole`(bytes: String, keys: [Key]) {
        let decoder = Reader()
        #expect(decoder.feed(bytes.utf8) == keys)
        #expect(decoder.feed("x".utf8) == ["x"])
    }

    @Test func `only time tells a lone Esc from the start of a sequence`() {
        let decoder = Reader()
        #expect(decoder.feed([0x1B]) == [])
        #expect(decoder.isWaiting)
        #expect(decoder.flush() == [.escape])
        #expect(!decoder.isWaiting)
        #expect(decoder.feed([0x1B, 0x1B]) == [.escape])
        #expect(decoder.flush() == [.escape])
        #expect(decoder.feed(Array("\u{1B}[".utf8)) == [])
        #expect(decoder.flush() == [.alt("[")])
    }

    @Test func `bytes that are no text become a replacement, and what follows is kept`() {
        let decoder = Reader()
        #expect(decoder.feed([0xFF, 0xC3, 0x28, 0xE2, 0x82, 0x41]) == ["\u{FFFD}", "\u{FFFD}", "(", "\u{FFFD}", "A"])
        #expect(decoder.feed([0xED, 0xA0, 0x80]) == ["\u{FFFD}"])
        #expect(decoder.feed([0xE2, 0x82]) == [])
        #expect(decoder.flush() == ["\u{FFFD}"])
    }

    @Test func `the terminal's own sequences come first`() {
        let decoder = Reader(KeyDecoder(extra: [Array("\u{1B}[1;9Z".utf8): "f11", [0x7F]: "x"]))
        #expect(decoder.feed(Array("\u{1B}[1;9Z\u{7F}".utf8)) == ["f11", "backspace"])
    }

    @Test func `a paste keeps everything between its brackets, sequences included`() {
        let decoder = Reader()
        let inside = "\u{1B}[A\u{3}\u{1B}[20\u{1B}"
        #expect(decoder.feed(Array("\u{1B}[200~\(inside)\u{1B}[201~q".utf8)) == [.paste(inside), "q"])
    }

    @Test func `random bytes are always taken in`() {
        var generator = SeededBytes(seed: 7)
        for _ in 0..<2000 {
            let decoder = Reader()
            let bytes = (0..<40).map { _ in generator.next() }
            _ = decoder.feed(bytes)
            _ = decoder.flush()
            // A paste that was begun ends here.
            _ = decoder.feed(Array("\u{1B}[201~".utf8))
            _ = decoder.flush()
            #expect(!decoder.isWaiting, "\(bytes)")
        }
    }

    /// Bytes among which those that begin sequences are frequent.
    private struct SeededBytes {
        private var state: UInt64
        init(seed: UInt64) { state = seed }

        mutating func next() -> UInt8 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            let common: [UInt8] = [0x1B, 0x5B, 0x4F, 0x3B, 0x32, 0x30, 0x7E, 0x50, 0x5D, 0x5C]
            let value = UInt8(truncatingIfNeeded: state >> 33)
            return value < 128 ? common[Int(value) % common.count] : UInt8(truncatingIfNeeded: state >> 41)
        }
    }
}
