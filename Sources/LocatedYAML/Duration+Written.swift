extension Duration {
    /// Reads a length of time: whole numbers, each with its unit, largest unit first.
    ///
    /// Units are `h`, `m`, `s` and `ms`, each at most once: `1h30m`, `300s`, `200ms`. A fraction is allowed before the
    /// last unit (`1.5s`). A number without a unit, a sign, blanks, or more than 1,000,000 hours give nil.
    public init?(written text: String) {
        var rest = Substring(text)
        var total = Duration.zero
        var units = Self.units[...]
        while !rest.isEmpty {
            let digits = rest.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
            rest = rest[digits.endIndex...]
            let word = rest.prefix { $0.isASCII && $0.isLetter }
            rest = rest[word.endIndex...]
            guard let unit = units.firstIndex(where: { $0.word == word }), digits.first != ".", digits.last != ".",
                let number = Double(digits), number * units[unit].seconds <= Self.mostSeconds,
                rest.isEmpty || !digits.contains(".")
            else { return nil }
            total += .nanoseconds(Int64((number * units[unit].seconds * 1e9).rounded()))
            units = units[(unit + 1)...]
        }
        guard !text.isEmpty else { return nil }
        self = total
    }

    private static let units: [(word: Substring, seconds: Double)] = [("h", 3_600), ("m", 60), ("s", 1), ("ms", 0.001)]

    /// A million hours: the nanoseconds of any sum below still fit 64 bits.
    private static let mostSeconds = 3.6e9
}
