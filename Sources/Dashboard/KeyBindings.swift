import Terminal

/// Which keys do what unless the configuration says otherwise.
public enum KeyBindings {
    /// The contexts in which a binding may hold; the raw value is its name.
    enum Context: String {
        case task, answer, samples, list, sessions, replay, question, person
    }

    public static let standard = KeyMap<Action>([
        .init(["?", "f1"], .help, "help"),
        .init(["tab"], .nextPane, "next pane"),
        .init(["shift-tab"], .previousPane, "previous pane"),
        .init(["1"], .chainPane, "chain"),
        .init(["2"], .attemptsPane, "attempts"),
        .init(["3"], .verdictPane, "verdict"),
        .init(["4"], .answerPane, "answer"),
        .init(["5"], .taskPane, "task"),
        .init(["j", "down"], .down, "down"),
        .init(["k", "up"], .up, "up"),
        .init(["g", "home"], .top, "to the top"),
        .init(["G", "end"], .bottom, "to the bottom"),
        .init(["ctrl-d"], .halfPageDown, "half a page down"),
        .init(["ctrl-u"], .halfPageUp, "half a page up"),
        .init(["pgdn"], .pageDown, "page down"),
        .init(["pgup"], .pageUp, "page up"),
        .init(["enter", "l", "right"], .open, "open"),
        .init(["esc", "h", "left"], .back, "back"),
        .init(["q"], .close, "close, or quit at the top"),
        .init(["Q"], .quit, "quit at once"),
        .init(["i"], .compose, "write a task"),
        .init(["x"], .cancel, "cancel"),
        .init(["z"], .zoom, "zoom"),
        .init(["F"], .follow, "follow the answer"),
        .init(["b"], .sessions, "sessions"),
        .init(["S"], .statistics, "statistics"),
        .init(["R"], .replay, "replay"),
        .init(["w"], .warmUp, "warm up the tier's model"),
        .init(["u"], .unload, "unload the tier's model"),
        .init(["L"], .serverLog, "the server's log"),
        .init(["c"], .chooseChain, "choose the chain"),
        .init(["s"], .chooseSkill, "choose a skill"),
        .init(["o"], .overrule, "overrule the verdict"),
        .init(["t"], .told, "what the tier was told"),
        .init(["ctrl-c"], .interrupt, "cancel; twice quits"),
        .init(["ctrl-l"], .redraw, "draw again"),
        .init(["ctrl-z"], .suspend, "to the shell"),

        .init(["enter"], .send, "send", in: Context.task.rawValue),
        .init(["ctrl-j"], .newLine, "new line", in: Context.task.rawValue),
        .init(["up", "ctrl-p"], .recallPrevious, "earlier task", in: Context.task.rawValue),
        .init(["down", "ctrl-n"], .recallNext, "later task", in: Context.task.rawValue),
        .init(["esc"], .leave, "leave, draft kept", in: Context.task.rawValue),

        .init(["enter", "l", "right"], .open, "unfold the reasoning", in: Context.answer.rawValue),
        .init(["enter", "l", "right"], .open, "run it", in: Context.samples.rawValue),
        .init(["/"], .filter, "filter", in: Context.list.rawValue),
        .init(["/"], .filter, "filter", in: Context.sessions.rawValue),

        .init(["space"], .playPause, "play or pause", in: Context.replay.rawValue),
        .init(["<"], .slower, "slower", in: Context.replay.rawValue),
        .init([">"], .faster, "faster", in: Context.replay.rawValue),
        .init(["backspace"], .realSpeed, "real speed", in: Context.replay.rawValue),
        .init(["end"], .toEnd, "to the end", in: Context.replay.rawValue),

        .init(["a"], .accept, "accept", in: Context.person.rawValue),
        .init(["r"], .reject, "reject with feedback", in: Context.person.rawValue),
        .init(["e"], .editFeedback, "edit the feedback, then reject", in: Context.person.rawValue),

        .init(["y", "enter"], .confirm, "yes", in: Context.question.rawValue),
        .init(["n", "esc", "q"], .decline, "no", in: Context.question.rawValue),
    ])
}
