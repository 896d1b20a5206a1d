import Terminal

/// Which keys do what unless the configuration says otherwise.
public enum KeyBindings {
    /// The contexts in which a binding may hold; the raw value is its name.
    enum Context: String, CaseIterable {
        case person, replay, answer, samples, task, list, sessions, question

        /// Above its keys in help.
        var title: String {
            switch self {
            case .person: "While an answer waits for you"
            case .replay: "In a replay"
            case .answer: "In the answer"
            case .samples: "Among the sample tasks"
            case .task: "While writing a task"
            case .list: "In a list to choose from"
            case .sessions: "In the list of sessions"
            case .question: "In a question"
            }
        }
    }

    public static let standard = KeyMap<Action>([
        .init(["?", "f1"], .help, "help"),
        .init([":", "ctrl-p", "f2"], .palette, "find an action, or a command"),
        .init(["tab"], .nextPane, "next pane"),
        .init(["shift-tab"], .previousPane, "previous pane"),
        .init(["1"], .chainPane, "chain pane"),
        .init(["2"], .attemptsPane, "attempts pane"),
        .init(["3"], .verdictPane, "verdict pane"),
        .init(["4"], .answerPane, "answer pane"),
        .init(["5"], .taskPane, "task pane"),
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
        .init(["q"], .close, "close; quit at the top"),
        .init(["Q"], .quit, "quit at once"),
        .init(["i"], .compose, "write a task"),
        .init(["x"], .cancel, "cancel"),
        .init(["z"], .zoom, "zoom"),
        .init(["+"], .larger, "larger pane"),
        .init(["_"], .smaller, "smaller pane"),
        .init(["F"], .follow, "follow the answer"),
        .init(["f"], .followUp, "follow up the answer"),
        .init(["C"], .goOn, "go on from the last attempt"),
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
        .init(["T"], .themes, "choose a theme"),
        .init(["/"], .search, "search in the answer"),
        .init(["n"], .nextMatch, "next match"),
        .init(["N"], .previousMatch, "match before"),
        .init(["y"], .copy, "copy: answer, code, id"),
        .init(["e"], .viewInEditor, "answer in $EDITOR"),
        .init(["v"], .viewInPager, "answer in $PAGER"),
        .init(["|"], .pipe, "answer to a command"),
        .init(["["], .writeOut, "write it out, and leave"),
        .init(["ctrl-c"], .interrupt, "cancel; twice quits"),
        .init(["ctrl-l"], .redraw, "draw again"),
        .init(["ctrl-z"], .suspend, "to the shell"),

        .init(["enter"], .send, "send", in: Context.task.rawValue),
        .init(["ctrl-j"], .newLine, "new line", in: Context.task.rawValue),
        .init(["up", "ctrl-p"], .recallPrevious, "earlier task", in: Context.task.rawValue),
        .init(["down", "ctrl-n"], .recallNext, "later task", in: Context.task.rawValue),
        .init(["ctrl-r"], .searchHistory, "search earlier tasks", in: Context.task.rawValue),
        .init(["ctrl-g"], .writeInEditor, "write in $EDITOR", in: Context.task.rawValue),
        .init(["tab"], .complete, "complete @file, or next pane", in: Context.task.rawValue),
        .init(["esc"], .leave, "leave, draft kept", in: Context.task.rawValue),

        .init(["enter", "l", "right"], .open, "unfold the reasoning", in: Context.answer.rawValue),
        .init(["enter", "l", "right"], .open, "run it", in: Context.samples.rawValue),
        .init(["/"], .filter, "filter", in: Context.list.rawValue),
        .init(["/"], .filter, "filter", in: Context.sessions.rawValue),
        .init(["space"], .mark, "mark", in: Context.sessions.rawValue),
        .init(["="], .compare, "show the two marked side by side", in: Context.sessions.rawValue),
        .init(["t"], .tag, "file it under tags", in: Context.sessions.rawValue),
        .init(["u"], .untag, "take tags away", in: Context.sessions.rawValue),
        .init(["r"], .rename, "give it a title", in: Context.sessions.rawValue),
        .init(["d"], .delete, "delete it, after a question", in: Context.sessions.rawValue),

        .init(["enter"], .submitAgain, "submit the task again from here", in: Context.replay.rawValue),
        .init(["space"], .playPause, "play or pause", in: Context.replay.rawValue),
        .init(["<"], .slower, "slower", in: Context.replay.rawValue),
        .init([">"], .faster, "faster", in: Context.replay.rawValue),
        .init(["backspace"], .realSpeed, "real speed", in: Context.replay.rawValue),
        .init(["left"], .seekBack, "5 s back", in: Context.replay.rawValue),
        .init(["right"], .seekForward, "5 s on", in: Context.replay.rawValue),
        .init(["shift-left"], .nudgeBack, "1 s back", in: Context.replay.rawValue),
        .init(["shift-right"], .nudgeForward, "1 s on", in: Context.replay.rawValue),
        .init([","], .stepBack, "an event back", in: Context.replay.rawValue),
        .init(["."], .stepForward, "an event on", in: Context.replay.rawValue),
        .init(["["], .attemptBack, "an attempt back", in: Context.replay.rawValue),
        .init(["]"], .attemptForward, "an attempt on", in: Context.replay.rawValue),
        .init(["home"], .toStart, "to the start", in: Context.replay.rawValue),
        .init(["end"], .toEnd, "to the end", in: Context.replay.rawValue),
        .init(["0", "1", "2", "3", "4"], .seekTenth, "to that tenth", in: Context.replay.rawValue),
        .init(["5", "6", "7", "8", "9"], .seekTenth, "to that tenth", in: Context.replay.rawValue),
        .init(["i"], .idleCap, "how long a rest may take", in: Context.replay.rawValue),
        .init(["m"], .setMark, "mark this moment by a letter", in: Context.replay.rawValue),
        .init(["'"], .jumpToMark, "to a mark", in: Context.replay.rawValue),
        .init([":"], .findEvent, "to an event that is so", in: Context.replay.rawValue),

        .init(["a"], .accept, "accept", in: Context.person.rawValue),
        .init(["r"], .reject, "reject with feedback", in: Context.person.rawValue),
        .init(["e"], .editFeedback, "edit the feedback, then reject", in: Context.person.rawValue),

        .init(["y", "enter"], .confirm, "yes", in: Context.question.rawValue),
        .init(["n", "esc", "q"], .decline, "no", in: Context.question.rawValue),
    ])
}
