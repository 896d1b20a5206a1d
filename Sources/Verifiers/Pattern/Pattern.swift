/// A regular expression whose search takes time proportional to the text, whatever the expression and the text are.
///
/// An answer can't make it hang, as it can with engines that backtrack, and a search can be cancelled. What that costs is
/// backreferences and lookaround, which are refused.
///
/// | written | matches |
/// |---|---|
/// | `a`, `\.`, `\n` `\t` `\r` `\f` `\v` `\a` `\e` `\0`, `\x41`, `\x{1F600}`, `\u0041`, `\u{41}` | that Unicode scalar |
/// | `.` | any scalar but a line feed; with `(?s)` any |
/// | `[a-z_]`, `[^a-z]` | one of the scalars, one of the others; `[` and `]` inside are escaped |
/// | `\d` `\w` `\s`, `\D` `\W` `\S` | an ASCII digit, word character (letter, digit, `_`), white space; one that isn't |
/// | `xy`, `x\|y`, `(x)`, `(?:x)`, `(?<name>x)` | one after the other, one of them, a group |
/// | `x*` `x+` `x?` `x{2}` `x{2,}` `x{2,5}` | repetitions, counts up to 1,000; `?` behind them is allowed, and changes nothing |
/// | `^` `$` | the text's start; its end, or before its last line feed. With `(?m)` each line's start and end |
/// | `\A` `\z` `\b` `\B` | the text's start, its very end; where a word begins or ends, and where not |
/// | `(?i)`, `(?m)`, `(?s)`, `(?-i)`, `(?i:x)` | flags up to the end of the group: letters of either case, see above, see above |
///
/// A `{` that begins no count stands for itself.
public struct Pattern: Sendable, Hashable {
    /// As it was written.
    public let source: String
    let program: [Instruction]

    /// - Throws: where it is no expression of the dialect, or too large a one.
    public init(_ source: String) throws(PatternError) {
        var parser = PatternParser(source)
        self.source = source
        program = try PatternCompiler.program(of: parser.parse())
    }

    /// What is wrong with a text as a pattern; nil where nothing is.
    public static func problem(with source: String) -> String? {
        do throws(PatternError) {
            _ = try Pattern(source)
            return nil
        } catch {
            return error.description
        }
    }

    public static func == (left: Self, right: Self) -> Bool { left.source == right.source }

    public func hash(into hasher: inout Hasher) { hasher.combine(source) }
}

/// Why a text is no pattern.
public struct PatternError: Error, Sendable, Hashable, CustomStringConvertible {
    /// Counted in Unicode scalars from 1; nil where the whole is meant.
    public var position: Int?
    /// No full stop at the end.
    public var reason: String

    public var description: String { position.map { "\(reason) (at character \($0))" } ?? reason }
}
