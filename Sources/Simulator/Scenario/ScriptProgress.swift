/// How far a server has come in its scenario's script: entries for a number of requests end.
actor ScriptProgress {
    private let scenario: Scenario
    private var uses: [Int: Int] = [:]

    init(_ scenario: Scenario) { self.scenario = scenario }

    /// What the model does with the request; that has then happened once more.
    func action(for query: ChatQuery, by model: Scenario.Model) -> Scenario.Entry.Action {
        scenario.action(for: query, by: model, counting: &uses)
    }
}
