import EscalationCore

/// Climbs a chain: asks its tiers in order, has their answers judged, and passes feedback on, until one is accepted.
///
/// The rules, in the order they apply to a tier:
/// 1. a tier whose breaker is open is skipped, unless it is the last;
/// 2. the backend's probe has 200 ms to say whether the model is warm (cloud tiers are not probed);
/// 3. the tier gets its model's name, the skill prompt unchanged and the current task prompt;
/// 4. a failure is recorded as `error`. The attempt is made again while the tier has retries left and the failure may
///    pass, after a pause that doubles from retry to retry and is never shorter than the server asks for; then the next
///    tier gets the same prompt;
/// 5. an answer that needs no verifying is accepted as it comes;
/// 6. otherwise the verifiers judge it in the order given: the first rejection decides. Its feedback goes into the task
///    prompt, as the chain's policy has it, and the tier is asked again while it has tries left;
/// 7. a verifier that can't judge does as the chain's `onVerifierError` says; by default it counts as a rejection, but
///    leaves the prompt as it was and gives the tier no further try;
/// 8. a person among the verifiers is asked whatever those before said, and decides. The time that takes counts towards
///    no limit.
///
/// Before each request, a judge's too, the limits are asked: cancelled, out of time, attempts, dollars. None of what
/// goes beyond the reference implementation is on by default.
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
    let chance: @Sendable () -> Double
    let breakers = Breakers()

    /// - Parameters:
    ///   - clock: what every wait is measured on.
    ///   - stopwatch: on the same clock.
    ///   - chance: a number from 0 to below 1; spreads retries.
    public init(
        _ equipment: Equipment, clock: any Clock<Duration>, stopwatch: Stopwatch,
        chance: @escaping @Sendable () -> Double = { .random(in: 0..<1) }
    ) {
        self.equipment = equipment
        self.clock = clock
        self.stopwatch = stopwatch
        self.chance = chance
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
