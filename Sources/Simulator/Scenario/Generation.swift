/// Which server the simulator plays; the raw value is its name in a scenario and on the command line.
///
/// Three releases of llama-swap stand for three generations: what they answer, what they leave out, and in which words
/// they fail differs.
public enum Generation: String, Sendable, Hashable, CaseIterable {
    case llamaSwapV170 = "llama-swap-v170"
    case llamaSwapV217 = "llama-swap-v217"
    case llamaSwapV250 = "llama-swap-v250"
    /// llama-server's router, which holds several models at once where the groups allow it.
    case llamaServer = "llama-server"

    /// Before v218 a model that fails to load or crashes goes without an event, `/running` has only models that are
    /// ready, and errors are plain text unless JSON is asked for.
    var isOldLlamaSwap: Bool { self == .llamaSwapV170 || self == .llamaSwapV217 }

    /// API keys came with v179, and what is said while a model loads with v171.
    var knowsKeys: Bool { self != .llamaSwapV170 }
    var canTellLoading: Bool { self == .llamaSwapV217 || self == .llamaSwapV250 }
}
