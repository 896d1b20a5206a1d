/// Lets so many in at once, in the order they came.
actor Gate {
    private var places: Int
    private var inside: Set<Int> = []
    private var queue: [(ticket: Int, waiter: Waiter)] = []
    private var lastTicket = 0

    /// Told its place, from 1, whenever it changes; 0 is in.
    private struct Waiter {
        let place = Locked(0)
        let bell = Bell()
    }

    init(places: Int) { self.places = places }

    /// Runs the body once there is a place, and frees the place afterwards.
    ///
    /// - Parameter isWaiting: told the place in the queue, from 1, when it changes; never called where there is a place
    ///   at once.
    /// - Throws: `CancellationError` where the task is cancelled while it waits, and what the body throws.
    nonisolated func pass<Value: Sendable>(
        isWaiting: @Sendable (Int) async -> Void, _ body: @Sendable () async throws -> Value
    ) async throws -> Value {
        let (ticket, waiter) = await enter()
        if let waiter {
            var told = 0
            while true {
                let place = waiter.place.withLock { $0 }
                if place == 0 { break }
                if Task.isCancelled {
                    await leave(ticket)
                    throw CancellationError()
                }
                if place != told { await isWaiting(place) }
                told = place
                await waiter.bell.wait()
            }
        }
        let result: Result<Value, any Error>
        do { result = .success(try await body()) } catch { result = .failure(error) }
        await leave(ticket)
        return try result.get()
    }

    private func enter() -> (Int, Waiter?) {
        lastTicket += 1
        if inside.count < places && queue.isEmpty {
            inside.insert(lastTicket)
            return (lastTicket, nil)
        }
        let waiter = Waiter()
        queue.append((lastTicket, waiter))
        waiter.place.withLock { $0 = queue.count }
        return (lastTicket, waiter)
    }

    /// Gives up a place, inside or in the queue.
    private func leave(_ ticket: Int) {
        inside.remove(ticket)
        queue.removeAll { $0.ticket == ticket }
        admit()
    }

    func resize(to places: Int) {
        self.places = places
        admit()
    }

    /// Lets in as many as there is room for, and tells the others their new places.
    private func admit() {
        while inside.count < places, !queue.isEmpty {
            let (next, waiter) = queue.removeFirst()
            inside.insert(next)
            waiter.place.withLock { $0 = 0 }
            waiter.bell.ring()
        }
        for (index, entry) in queue.enumerated() where entry.waiter.place.withLock({ $0 }) != index + 1 {
            entry.waiter.place.withLock { $0 = index + 1 }
            entry.waiter.bell.ring()
        }
    }
}
