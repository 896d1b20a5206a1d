/// What a command wrote.
actor Gathered {
    private(set) var bytes: [UInt8] = []

    var text: String { String(decoding: bytes, as: UTF8.self) }

    func append(_ more: [UInt8]) { bytes += more }
}
