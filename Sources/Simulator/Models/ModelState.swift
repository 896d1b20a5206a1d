/// Where a model is between the disk and ready, in the server's own words.
enum ModelState: String, Sendable, Hashable {
    case stopped, starting, ready, stopping
    /// Of llama-server alone: the process is there, and loads the model again for the next request.
    case sleeping
}

/// A model with its state, as one of a snapshot of all.
struct ModelStatus: Sendable, Hashable {
    var model: Scenario.Model
    var state: ModelState
    /// Whether its last load or process failed.
    var hasFailed = false
    /// How much is loaded, from 0 to 1; nil unless it starts.
    var progress: Double?
}

/// Why a request never got to its model.
struct ModelUnavailable: Error, Hashable {
    var text: String
}
