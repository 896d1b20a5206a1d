/// What of a programming language is needed to tell its words, texts and comments apart.
struct CodeLanguage: Sendable {
    var keywords: Set<String> = []
    var lineComments: [String] = []
    var blockComment: (start: String, end: String)?
    /// What opens a text that ends with the same on its line.
    var quotes: Set<Character> = ["\""]
    /// What opens a text that may go on over lines; looked for before `quotes`.
    var longQuotes: [String] = []
    var ignoresCase = false

    /// The language that is called so behind a fence, whatever the case; nil for one that is not known, and for plain text.
    init?(named name: String) {
        guard let language = Self.byName[name.lowercased()] else { return nil }
        self = language
    }

    private init(
        _ keywords: String, line: [String] = [], block: (String, String)? = nil, quotes: Set<Character> = ["\""],
        long: [String] = [], ignoresCase: Bool = false
    ) {
        self.keywords = Set(keywords.split(separator: " ").map(String.init))
        lineComments = line
        blockComment = block.map { (start: $0.0, end: $0.1) }
        self.quotes = quotes
        longQuotes = long
        self.ignoresCase = ignoresCase
    }

    private static func braces(
        _ keywords: String, quotes: Set<Character> = ["\""], long: [String] = []
    ) -> CodeLanguage {
        CodeLanguage(keywords, line: ["//"], block: ("/*", "*/"), quotes: quotes, long: long)
    }

    private static let byName: [String: CodeLanguage] = {
        var languages: [String: CodeLanguage] = [:]
        for (names, language) in known {
            for name in names.split(separator: " ") { languages[String(name)] = language }
        }
        return languages
    }()

    private static let known: [(String, CodeLanguage)] = [
        (
            "swift",
            braces(
                "actor any as associatedtype async await break case catch class continue default defer deinit do else enum "
                    + "extension fallthrough false fileprivate for func guard if import in init inout internal is let nil "
                    + "operator override private protocol public repeat rethrows return self Self some static struct "
                    + "subscript super switch throw throws true try typealias var where while",
                long: ["\"\"\""])
        ),
        (
            "python py python3",
            CodeLanguage(
                "and as assert async await break class continue def del elif else except False finally for from global if "
                    + "import in is lambda match None nonlocal not or pass raise return True try while with yield",
                line: ["#"], quotes: ["\"", "'"], long: ["\"\"\"", "'''"])
        ),
        (
            "javascript js jsx typescript ts tsx node",
            braces(
                "abstract any as async await boolean break case catch class const continue default delete do else enum "
                    + "export extends false finally for from function if implements import in instanceof interface let new "
                    + "null number of private public readonly return static string super switch this throw true try type "
                    + "typeof undefined var void while yield",
                quotes: ["\"", "'"], long: ["`"])
        ),
        (
            "rust rs",
            braces(
                "as async await box break const continue crate dyn else enum extern false fn for if impl in let loop match "
                    + "mod move mut pub ref return self Self static struct super trait true type unsafe use where while"
            )
        ),
        (
            "go golang",
            braces(
                "break case chan const continue default defer else fallthrough false for func go goto if import interface "
                    + "iota map nil package range return select struct switch true type var",
                long: ["`"])
        ),
        (
            "c h cpp c++ cc hpp cxx objc cuda",
            braces(
                "auto bool break case catch char class const constexpr continue default delete do double else enum explicit "
                    + "extern false float for friend goto if inline int long namespace new noexcept nullptr operator private "
                    + "protected public register return short signed sizeof static struct switch template this throw true "
                    + "try typedef typename union unsigned using virtual void volatile while",
                quotes: ["\"", "'"])
        ),
        (
            "java kotlin kt csharp cs c# scala dart groovy php",
            braces(
                "abstract as async await base boolean break byte case catch char class const continue def default do double "
                    + "else enum extends false final finally float for foreach fun function if implements import in int "
                    + "interface internal is long namespace new null object override package private protected public "
                    + "readonly return sealed short static string struct super switch this throw throws true try using val "
                    + "var virtual void when while",
                quotes: ["\"", "'"], long: ["\"\"\""])
        ),
        (
            "sh bash zsh shell fish console",
            CodeLanguage(
                "break case continue do done elif else esac exit export fi for function if in local return select set then "
                    + "trap until while",
                line: ["#"], quotes: ["\"", "'"])
        ),
        (
            "ruby rb",
            CodeLanguage(
                "alias and begin break case class def do else elsif end ensure false for if in module next nil not or redo "
                    + "require rescue retry return self super then true unless until when while yield",
                line: ["#"], quotes: ["\"", "'"])
        ),
        (
            "yaml yml toml ini make makefile dockerfile perl r cmake nix",
            CodeLanguage("true false null", line: ["#"], quotes: ["\"", "'"])
        ),
        ("json json5 jsonc", braces("true false null")),
        (
            "sql sqlite postgresql mysql",
            CodeLanguage(
                "add all alter and as asc begin between by case commit create cross delete desc distinct drop else end exists "
                    + "from full group having if in index inner insert into is join key left like limit not null on or order "
                    + "outer primary references returning right rollback select set table then union unique update using "
                    + "values view when where with",
                line: ["--"], block: ("/*", "*/"), quotes: ["\"", "'"], ignoresCase: true)
        ),
        (
            "lua haskell hs elm",
            CodeLanguage(
                "and break case class data deriving do else elseif end false for function if import in instance let local "
                    + "module newtype nil not of or repeat return then true type until where while",
                line: ["--"], quotes: ["\""])
        ),
        (
            "zig",
            CodeLanguage(
                "and break catch comptime const continue defer else enum errdefer error false fn for if inline null or orelse "
                    + "pub return struct switch test true try undefined union unreachable usingnamespace var while",
                line: ["//"])
        ),
        ("html xml svg", CodeLanguage("", block: ("<!--", "-->"), quotes: ["\"", "'"])),
        ("css scss", CodeLanguage("", block: ("/*", "*/"), quotes: ["\"", "'"])),
        ("lisp clojure clj scheme elisp", CodeLanguage("def defmacro defn defun if lambda let nil t", line: [";"])),
    ]
}
