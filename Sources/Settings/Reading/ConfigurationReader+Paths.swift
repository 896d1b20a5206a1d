import LocatedYAML

extension ConfigurationReader {
    /// A path as the program uses it: `~/` is the user's home, and a relative one starts at the configuration's folder.
    func path(_ path: String, at node: YAMLNode) throws(YAMLError) -> String {
        if path.hasPrefix("/") { return path }
        if path == "~" || path.hasPrefix("~/") {
            guard let home else {
                throw node.error("'~' stands for nothing, because HOME is not set", remedy: "Write the whole path.")
            }
            return home + path.dropFirst()
        }
        guard !path.hasPrefix("~") else {
            throw node.error(expected: "an absolute path, or one that starts with ~/")
        }
        guard let slash = file.lastIndex(of: "/") else { return path }
        return file[...slash] + path
    }
}
