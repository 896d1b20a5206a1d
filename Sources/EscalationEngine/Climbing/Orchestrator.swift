import EscalationCore

/// Climbs a chain: asks its tiers in order, has their answers judged, and passes feedback on, until one is accepted.
///
/// The rules, in the order they apply to a tier:
/// 1. the backend's probe has 200 ms to say whether the model is warm (cloud tiers are not probed);
/// 2. the tier gets its model's name, the skill prompt unchanged and the current task prompt;
/// 3. a failure is recorded as `error`, and the next tier gets the same prompt;
/// 4. an answer that needs no verifying is accepted as it comes;
/// 5. otherwise the verifiers judge it in the order given: the first rejection decides. A rejection's feedback is added
///    to the task prompt; a verifier that can't judge counts as a rejection, but leaves the prompt as it was.
public struct Orchestrator: Sendable {
    /// Takes each event when it has happened; the climb goes on when it returns.
    ///
    /// It runs in the session's task, and must record where that is cancelled too: the last facts come then.
    public typealias Recorder = @Sendable (SessionEvent) async -> Void

    /// Longest wait for the probe before an attempt. From the reference implementation.
    public static let probeTimeout: Duration = .milliseconds(200)

    public var equipment: Equipment
    let clock: any Clock<Duration>
    let stopwatch: Stopwatch

    /// - Parameters:
    ///   - clock: what every wait is measured on.
    ///   - stopwatch: on the same clock.
    public init(_ equipment: Equipment, clock: any Clock<Duration>, stopwatch: Stopwatch) {
        self.equipment = equipment
        self.clock = clock
        self.stopwatch = stopwatch
    }

    /// Runs a task up a chain.
    ///
    /// - Parameters:
    ///   - id: of the new session.
    ///   - record: takes each event, in order.
    /// - Returns: the session as its events tell it: outcome, attempts, accepted answer. A cancelled session returns
    ///   too, with the outcome `cancelled`, once what it was doing has ended.
    /// - Throws: `EquipmentError` before anything happened, where a tier lacks its backend or its verifiers.
    public func run(
        _ task: TaskSpec, on chain: Chain, id: Session.ID = .random(), record: @escaping Recorder
    ) async throws(EquipmentError) -> SessionState {
        try equipment.check(chain)
        var climb = Climb(orchestrator: self, task: task, chain: chain, id: id, record: record)
        await climb.run()
        return climb.scribe.state
    }
}
