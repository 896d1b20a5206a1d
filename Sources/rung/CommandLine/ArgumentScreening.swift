import LocatedYAML

/// Catches what the parser would misread.
enum ArgumentScreening {
    /// - Parameter subcommands: the names there are.
    /// - Returns: the sentence to refuse the arguments with; nil where nothing is wrong.
    static func complaint(about arguments: [String], subcommands: [String]) -> String? {
        complaintAboutLetters(in: arguments) ?? complaintAboutSubcommand(in: arguments, subcommands)
    }

    /// A cluster of letters such as `-fix-the-path` that happens to hold an `h` is taken for a request for help by the
    /// parser, which then ends with success. It is far more likely a task.
    private static func complaintAboutLetters(in arguments: [String]) -> String? {
        for argument in arguments.prefix(while: { $0 != "--" }) {
            guard argument.hasPrefix("-"), !argument.hasPrefix("--"), argument.count > 2, argument.contains("h") else {
                continue
            }
            return """
                '\(argument)' is no option. A task that begins with '-' follows '--' (rung run -- \(argument)), or comes \
                on standard input (rung run -).
                """
        }
        return nil
    }

    /// A first word that is no subcommand is a misspelt one, or a task: the parser would take it for an argument of the
    /// dashboard, which has none.
    private static func complaintAboutSubcommand(in arguments: [String], _ subcommands: [String]) -> String? {
        let isAskingForHelp = arguments.first == "help"
        guard let word = isAskingForHelp ? arguments.dropFirst().first : arguments.first,
            !word.hasPrefix("-"), !(subcommands + ["help"]).contains(word)
        else { return nil }
        if !word.isEmpty, let name = nearestName(to: word, among: subcommands) {
            return "'\(word)' is no subcommand. Did you mean 'rung \(isAskingForHelp ? "help " : "")\(name)'?"
        }
        return isAskingForHelp
            ? "'\(shortened(word))' is no subcommand. There are \(subcommands.joined(separator: ", "))."
            : "'\(shortened(word))' is no subcommand. Did you mean it as a task? Say rung run 'what to do'."
    }

    /// A task given by mistake may be long.
    private static func shortened(_ text: String) -> String {
        let firstLine = text.prefix { !$0.isNewline }
        return firstLine.count < text.count || text.count > 40 ? firstLine.prefix(39) + "…" : text
    }
}
