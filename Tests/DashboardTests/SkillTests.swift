import EscalationCore
import Testing

@testable import Dashboard

/// Choosing a skill for the tasks to come.
@Suite struct SkillTests {
    private let tests = SkillChoice("tests", description: "Writes tests.", prompt: "Write tests.", chain: "careful")
    private let broken = SkillChoice("broken", problem: "s/SKILL.md:2: key 'nme': unknown key")

    private func stage() -> Stage {
        var setup = DashboardSetup.demo
        setup.chains = [Chain.ladder, Chain("careful", tiers: Chain.ladder.tiers)]
        setup.samples = []
        setup.skills = [broken, tests]
        return Stage(120, 30, setup: setup)
    }

    @Test func `a chosen skill goes with every task, on the chain that it names`() {
        var stage = stage()
        stage.press("s", "G", "enter", "i")
        #expect(stage.rows.contains { $0.contains("5 Task · chain careful · skill tests") })
        stage.type("go")
        let effects = stage.press("enter")
        #expect(
            effects.contains(.submit(TaskSpec("go", skillPrompt: "Write tests.", skillName: "tests"), chain: "careful"))
        )
    }

    @Test func `none is offered first, and takes the skill away`() {
        var stage = stage()
        stage.press("s", "G", "enter", "s")
        #expect(stage.rows.contains { $0.contains("Skill for new tasks") })
        stage.press("g", "enter", "i")
        stage.type("go")
        #expect(stage.press("enter").contains(.submit(TaskSpec("go"), chain: "careful")))
    }

    @Test func `a broken skill is listed with what is wrong, and can't be chosen`() {
        var stage = stage()
        stage.press("s", "j")
        #expect(stage.rows.contains { $0.contains("broken: s/SKILL.md:2: key 'nme': unknown key") })
        stage.press("enter")
        #expect(stage.program.skill == nil)
        #expect(stage.program.overlay != nil)
        #expect(stage.program.notice == "s/SKILL.md:2: key 'nme': unknown key")
    }

    @Test func `without skills the key says where they go`() {
        var stage = Stage()
        stage.press("s")
        #expect(stage.program.overlay == nil)
        #expect(stage.program.notice == "there are no skills yet: rung skills says where they go")
    }
}
