import Terminal

/// The skills, to choose one for the tasks to come, or none. One that can't be used is there with the reason.
struct SkillChooser: ChoosingOverlay {
    var chooser: Chooser<SkillChoice?>

    init(_ program: DashboardProgram) {
        let none = Chooser<SkillChoice?>.Item(
            value: nil, name: "none", note: StyledLine("the task alone", .muted), isCurrent: program.skill == nil)
        chooser = Chooser(
            [none]
                + program.setup.skills.map { skill in
                    Chooser.Item(
                        value: skill, name: OneLine.folded(skill.name), note: Self.note(skill),
                        isCurrent: skill == program.skill)
                })
    }

    private static func note(_ skill: SkillChoice) -> StyledLine {
        skill.problem.map { StyledLine("broken: " + OneLine.folded($0), .error) }
            ?? StyledLine(OneLine.folded(skill.description), .muted)
    }

    func title(in program: DashboardProgram) -> String { "Skill for new tasks" }

    mutating func choose(_ skill: SkillChoice?, in program: inout DashboardProgram) -> OverlayReply {
        if let problem = skill?.problem {
            program.notice = problem
            return .stay()
        }
        program.skill = skill
        // It can be changed afterwards.
        if let chain = skill?.chain { program.chainName = chain }
        return .close()
    }
}
