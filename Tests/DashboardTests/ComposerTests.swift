import EscalationCore
import Terminal
import Testing

@testable import Dashboard

/// What was written before, what an editor sends back, and which files are meant.
@Suite struct ComposerTests {
    private static func writing(_ text: String = "", setup: DashboardSetup = .plain) -> Stage {
        var stage = Stage(80, 24, setup: setup)
        stage.press("i")
        stage.type(text)
        return stage
    }

    // MARK: History

    @Test func `recalls tasks of earlier runs behind those of this one`() {
        var stage = Self.writing("newest")
        stage.send(.historyRestored(["oldest", "older"]))
        stage.press("enter", "i")
        #expect(stage.press("up", "up", "up").map { $0 } == ["newest", "older", "oldest"].map { .saveDraft($0) })
        #expect(stage.press("up").isEmpty)
    }

    @Test func `keeps what was sent, and what was cleared, for later runs`() {
        var stage = Self.writing("sent")
        #expect(
            stage.press("enter")
                == [.saveDraft(""), .remember("sent"), .submit(TaskSpec("sent"), chain: "default")])
        stage.press("i")
        stage.type("cleared")
        #expect(stage.press("ctrl-c") == [.saveDraft(""), .remember("cleared")])
    }

    @Test func `keeps nothing that was written to the simulator`() {
        var stage = Self.writing("tried", setup: .demo)
        #expect(stage.press("enter") == [.saveDraft(""), .submit(TaskSpec("tried"), chain: "default")])
        #expect(stage.press("i", "up") == [.saveDraft("tried")])
    }

    @Test func `recalls a task that was sent twice once`() {
        var stage = Self.writing("again")
        stage.send(.historyRestored(["again", "between"]))
        stage.press("enter", "i")
        #expect(stage.press("up", "up") == [.saveDraft("again"), .saveDraft("between")])
        #expect(stage.press("up").isEmpty)
    }

    @Test func `finds an earlier task by letters of it, the newest first, and takes it up`() {
        var stage = Self.writing("half a thought")
        stage.send(.historyRestored(["sort the queue", "sort the list", "name a prime"]))
        #expect(stage.press("ctrl-r").isEmpty)
        let order = ["Earlier tasks", "name a prime", "sort the list", "sort the queue"]
        #expect(order.compactMap { text in stage.rows.firstIndex { $0.contains(text) } }.count == order.count)
        #expect(order.map { text in stage.rows.firstIndex { $0.contains(text) } ?? 0 }.isAscending)
        stage.type("sort")
        #expect(!stage.rows.contains { $0.contains("name a prime") })
        #expect(stage.press("ctrl-r", "enter") == [.saveDraft("sort the queue")])
        #expect(stage.rows.contains("> sort the queue"))
        // One undo brings the draft back.
        #expect(stage.press("ctrl-_") == [.saveDraft("half a thought")])
    }

    @Test func `leaves the draft alone when the search is left with Esc`() {
        var stage = Self.writing("half a thought")
        stage.send(.historyRestored(["older"]))
        #expect(stage.press("ctrl-r", "o", "esc").isEmpty)
        #expect(stage.rows.contains("> half a thought"))
        #expect(stage.program.focus == .task)
    }

    @Test func `says that there is nothing to search`() {
        var stage = Self.writing()
        stage.press("ctrl-r")
        #expect(stage.rows.last == " no task was written before")
    }

    // MARK: Editor

    @Test func `gives the draft to the editor, pastes unfolded, and takes back what it left`() {
        var stage = Self.writing("see ")
        let pasted = (1...20).map(String.init).joined(separator: "\n")
        stage.send(.key(.paste(pasted)))
        #expect(stage.press("ctrl-g") == [.editDraft("see " + pasted)])
        #expect(stage.send(.edited("better\n")) == [.saveDraft("better")])
        #expect(stage.rows.contains("> better"))
    }

    // MARK: Files

    @Test func `asks for the files that begin as the path at the caret does`() {
        var stage = Self.writing("explain @Sources/ma")
        #expect(stage.press("tab") == [.listFiles("Sources/ma")])
        #expect(
            stage.send(.files(["Sources/main.swift"], for: "Sources/ma"))
                == [.saveDraft("explain @Sources/main.swift ")])
    }

    @Test func `completes as far as all agree, then names them`() {
        var stage = Self.writing("@So")
        #expect(
            stage.send(.files(["Sources/", "Sound.txt", "Some"], for: "So")).isEmpty)
        #expect(stage.rows.last == " Sources/ Sound.txt Some")
        stage.type("u")
        #expect(stage.send(.files(["Sources/", "Sourdough"], for: "Sou")) == [.saveDraft("@Sour")])
    }

    @Test func `puts a path that a mention can't hold into quotation marks`() {
        var stage = Self.writing("@no")
        #expect(stage.send(.files(["notes (1).txt"], for: "no")) == [.saveDraft("@\"notes (1).txt\" ")])
        var folder = Self.writing("@no")
        #expect(folder.send(.files(["no go/"], for: "no")) == [.saveDraft("@\"no go/")])
        #expect(folder.press("tab") == [.listFiles("no go/")])
    }

    @Test func `writes a bare name so that it is a path`() {
        var stage = Self.writing("@Make")
        #expect(stage.send(.files(["Makefile"], for: "Make")) == [.saveDraft("@./Makefile ")])
    }

    @Test func `lets a late answer be where the user has gone on writing`() {
        var stage = Self.writing("@a")
        stage.press("tab", "b")
        #expect(stage.send(.files(["apple"], for: "a")).isEmpty)
        #expect(stage.rows.contains("> @ab"))
    }

    @Test(arguments: ["", "mail ada@example.org", "no mention", "@\"done\" "])
    func `goes to the next pane with Tab where no path is being written`(text: String) {
        var stage = Self.writing(text)
        #expect(stage.press("tab").isEmpty)
        #expect(stage.program.focus != .task)
    }

    @Test func `says that no file begins like that`() {
        var stage = Self.writing("@zz")
        stage.send(.files([], for: "zz"))
        #expect(stage.rows.last == " no file begins with 'zz'")
    }
}

extension [Int] {
    fileprivate var isAscending: Bool { zip(self, dropFirst()).allSatisfy { $0 < $1 } }
}
