import Testing

@testable import Simulator

@Suite struct `A group of models` {
    private let failed = ModelUnavailable(text: "out of memory")

    @Test func `loads a model for its first request and serves all that wait for it when it is ready`() {
        var group = ModelGroup(ready: nil)
        #expect(group.request(1, for: "a", loadFailure: nil) == [.load("a", generation: 1)])
        #expect(group.state(of: "a") == .starting)
        #expect(group.request(2, for: "a", loadFailure: nil) == [])
        #expect(group.loaded(generation: 1) == [.grant(request: 1, lease: 1), .grant(request: 2, lease: 1)])
        #expect(group.state(of: "a") == .ready)
        #expect(group.request(3, for: "a", loadFailure: nil) == [.grant(request: 3, lease: 1)])
    }

    @Test func `swaps only when nobody uses the loaded model any more`() {
        var group = ModelGroup(ready: "a")
        #expect(group.request(1, for: "a", loadFailure: nil) == [.grant(request: 1, lease: 0)])
        #expect(group.request(2, for: "b", loadFailure: nil) == [])
        #expect(group.release(0) == [.stop("a", generation: 1)])
        #expect(group.state(of: "a") == .stopping)
        #expect(group.state(of: "b") == .stopped)
        #expect(group.stopped(generation: 1) == [.load("b", generation: 2)])
        #expect(group.state(of: "a") == .stopped)
        #expect(group.loaded(generation: 2) == [.grant(request: 2, lease: 2)])
    }

    @Test func `lets nobody overtake a request that waits for a swap`() {
        var group = ModelGroup(ready: "a")
        _ = group.request(1, for: "a", loadFailure: nil)
        _ = group.request(2, for: "b", loadFailure: nil)
        #expect(group.request(3, for: "a", loadFailure: nil) == [])
        #expect(group.release(0) == [.stop("a", generation: 1)])
    }

    @Test func `never loads for a client that left the queue, but ends a load that has begun`() {
        var group = ModelGroup(ready: "a")
        _ = group.request(1, for: "a", loadFailure: nil)
        _ = group.request(2, for: "b", loadFailure: nil)
        #expect(group.withdraw(2) == [])
        #expect(group.release(0) == [])
        #expect(group.state(of: "a") == .ready)

        var loading = ModelGroup(ready: nil)
        _ = loading.request(1, for: "a", loadFailure: nil)
        #expect(loading.withdraw(1) == [])
        #expect(loading.loaded(generation: 1) == [])
        #expect(loading.state(of: "a") == .ready)
    }

    @Test func `refuses all that wait for a model that fails to load, and goes on with the next`() {
        var group = ModelGroup(ready: nil)
        _ = group.request(1, for: "a", loadFailure: failed.text)
        _ = group.request(2, for: "a", loadFailure: nil)
        _ = group.request(3, for: "b", loadFailure: nil)
        #expect(
            group.loaded(generation: 1) == [
                .refuse(request: 1, failed), .refuse(request: 2, failed), .load("b", generation: 3),
            ])
    }

    @Test func `has a loaded model crash where its load was to fail, but for those who use it`() {
        var group = ModelGroup(ready: "a")
        #expect(group.request(1, for: "a", loadFailure: failed.text) == [.refuse(request: 1, failed)])
        #expect(group.state(of: "a") == .stopped)

        var used = ModelGroup(ready: "a")
        _ = used.request(1, for: "a", loadFailure: nil)
        #expect(used.request(2, for: "a", loadFailure: failed.text) == [.refuse(request: 2, failed)])
        #expect(used.state(of: "a") == .ready)
    }

    @Test func `refuses who waits for a model that is unloaded while it loads`() {
        var group = ModelGroup(ready: nil)
        _ = group.request(1, for: "a", loadFailure: nil)
        #expect(
            group.unload("a") == [.refuse(request: 1, ModelUnavailable(text: "group: model unloaded"))])
        #expect(group.loaded(generation: 1) == [])
        #expect(group.state(of: "a") == .stopped)
    }

    @Test func `unloads without waiting for who uses the model, whose end then changes nothing`() {
        var group = ModelGroup(ready: "a")
        _ = group.request(1, for: "a", loadFailure: nil)
        #expect(group.unload("a") == [.stop("a", generation: 1)])
        _ = group.request(2, for: "a", loadFailure: nil)
        #expect(group.stopped(generation: 1) == [.load("a", generation: 2)])
        #expect(group.loaded(generation: 2) == [.grant(request: 2, lease: 2)])
        _ = group.request(3, for: "b", loadFailure: nil)
        #expect(group.release(0) == [])
        #expect(group.release(2) == [.stop("a", generation: 3)])
        #expect(group.unload("b") == [])
    }

    // MARK: Unloading while it loads

    @Test func `loads to the end, serves who waits and unloads then, where a server finishes its loads`() {
        var group = ModelGroup(ready: nil, manner: .init(finishesLoads: true))
        _ = group.request(1, for: "a", loadFailure: nil)
        #expect(group.unload("a") == [])
        #expect(group.state(of: "a") == .starting)
        #expect(group.isLeaving("a"))
        #expect(group.loaded(generation: 1) == [.grant(request: 1, lease: 1)])
        #expect(group.release(1) == [.stop("a", generation: 2)])
        #expect(group.isLeaving("a"))
        #expect(group.stopped(generation: 2) == [])
        #expect(!group.isLeaving("a"))
    }

    @Test func `unloads as soon as it has loaded where nobody waits any more`() {
        var group = ModelGroup(ready: nil, manner: .init(finishesLoads: true))
        _ = group.request(1, for: "a", loadFailure: nil)
        _ = group.unload("a")
        _ = group.withdraw(1)
        #expect(group.loaded(generation: 1) == [.stop("a", generation: 2)])
    }

    // MARK: Resting

    @Test func `rests when the last request is over, and a request ends that`() {
        var group = ModelGroup(ready: "a", manner: .init(resting: ["a"]))
        _ = group.request(1, for: "a", loadFailure: nil)
        _ = group.request(2, for: "a", loadFailure: nil)
        #expect(group.release(0) == [])
        #expect(group.release(0) == [.rest("a", number: 1, isAbandoned: false)])
        _ = group.request(3, for: "a", loadFailure: nil)
        #expect(group.rested(1) == [])
        #expect(group.release(0) == [.rest("a", number: 2, isAbandoned: false)])
        #expect(group.rested(1) == [])
        #expect(group.rested(2) == [.stop("a", generation: 1)])
    }

    @Test func `tells a load that nobody waited for to its end`() {
        var group = ModelGroup(ready: nil, manner: .init(resting: ["a"]))
        _ = group.request(1, for: "a", loadFailure: nil)
        _ = group.withdraw(1)
        #expect(group.loaded(generation: 1) == [.rest("a", number: 1, isAbandoned: true)])
    }

    @Test func `sleeps after a rest where a server has its models sleep, and loads again for the next request`() {
        var group = ModelGroup(ready: "a", manner: .init(sleeps: true, resting: ["a"]))
        _ = group.request(1, for: "a", loadFailure: nil)
        _ = group.release(0)
        #expect(group.rested(1) == [])
        #expect(group.state(of: "a") == .sleeping)
        #expect(group.request(2, for: "a", loadFailure: nil) == [.load("a", generation: 1)])
        #expect(group.state(of: "a") == .starting)
        _ = group.loaded(generation: 1)
        _ = group.release(1)
        _ = group.rested(2)
        // Its process is in the way of another model's.
        #expect(group.request(3, for: "b", loadFailure: nil) == [.stop("a", generation: 2)])
    }
}
