/// Catches what the parser would misread.
enum ArgumentScreening {
    /// A cluster of letters such as `-fix-the-path` that happens to hold an `h` is taken for a request for help by the
    /// parser, which then ends with success. It is far more likely a task.
    ///
    /// - Returns: the sentence to refuse it with; nil where nothing is wrong.
    static func complaint(about arguments: [String]) -> String? {
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
}
