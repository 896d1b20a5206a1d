/// Rows of words under a heading, as wide as they need to be.
struct TextTable {
    let title: String
    /// The first column is aligned to the left, the others, which hold figures, to the right.
    let heading: [String]
    private(set) var rows: [[String]] = []

    init(_ title: String, _ heading: [String]) {
        self.title = title
        self.heading = heading
    }

    mutating func add(_ row: [String]) { rows.append(row) }

    /// With the title above, and a newline behind each line.
    var text: String {
        let lines = [heading] + rows
        let widths = heading.indices.map { column in lines.map { $0[column].count }.max() ?? 0 }
        return title + "\n"
            + lines.map { line in
                let cells = line.indices.map { column in
                    let space = String(repeating: " ", count: widths[column] - line[column].count)
                    return column == 0 ? line[column] + space : space + line[column]
                }
                return cells.joined(separator: "  ") + "\n"
            }.joined()
    }
}
