/// Where something stands in a file.
public struct YAMLLocation: Sendable, Hashable, CustomStringConvertible {
    /// The file's name as it is shown to people; it need not exist on disk.
    public var file: String
    /// Counted from 1.
    public var line: Int
    /// Counted from 1, in Unicode scalars.
    public var column: Int

    public init(file: String, line: Int, column: Int = 1) {
        self.file = file
        self.line = line
        self.column = column
    }

    /// `file:line`, which editors and terminals turn into a link.
    public var description: String { "\(file):\(line)" }
}
