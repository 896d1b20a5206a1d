import Terminal

/// The skills, to choose one for the tasks to come, or none. One that can't be used is there with the reason.
struct SkillChooser: Overlay {
    private var chooser: Chooser<SkillChoice?>

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

    var context: KeyBindings.Context? { .list }
    var isTyping: Bool { chooser.isTyping }

    mutating func type(_ key: Key, in program: inout DashboardProgram) -> OverlayReply {
        chooser.type(key)
        return .stay()
    }

    mutating func move(by distance: Int, in program: DashboardProgram) { chooser.move(by: distance) }

    mutating func perform(_ action: Action, in program: inout DashboardProgram) -> OverlayReply {
        switch action {
        case .open:
            guard let chosen = chooser.selected else { return .stay() }
            if let problem = chosen.value?.problem {
                program.notice = problem
                return .stay()
            }
            program.skill = chosen.value
            // It can be changed afterwards.
            if let chain = chosen.value?.chain { program.chainName = chain }
            return .close()
        case .filter:
            chooser.startTyping()
            return .stay()
        default: return .pass
        }
    }

    func hints(in program: DashboardProgram) -> [DashboardProgram.Hint] {
        chooser.isTyping ? [] : [(.open, "choose"), (.filter, "filter"), (.back, "back")]
    }

    func draw(on canvas: inout Canvas, in rect: Rect, _ program: DashboardProgram) {
        chooser.drawBox(on: &canvas, in: rect, title: "Skill for new tasks", program.glyphs)
    }
}
