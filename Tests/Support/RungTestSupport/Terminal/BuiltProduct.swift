import Foundation

/// An executable built together with the tests.
public enum BuiltProduct {
    /// Path of the executable called `name`, in the folder the tests were built into.
    public static func path(_ name: String) -> String {
        folder.appendingPathComponent(name).path
    }

    private static var folder: URL {
        #if os(macOS)
            for bundle in Bundle.allBundles where bundle.bundlePath.hasSuffix(".xctest") {
                return bundle.bundleURL.deletingLastPathComponent()
            }
            return Bundle.main.bundleURL
        #else
            URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
        #endif
    }
}
