/// What a key can ask for. The raw value is its name in the configuration's `keys:`.
public enum Action: String, Sendable, Hashable, CaseIterable {
    case help
    case nextPane = "next-pane"
    case previousPane = "previous-pane"
    case chainPane = "chain-pane"
    case attemptsPane = "attempts-pane"
    case verdictPane = "verdict-pane"
    case answerPane = "answer-pane"
    case taskPane = "task-pane"
    case up, down
    case top, bottom
    case halfPageUp = "half-page-up"
    case halfPageDown = "half-page-down"
    case pageUp = "page-up"
    case pageDown = "page-down"
    case open, back, close
    case quit
    case zoom
    case compose
    case cancel
    case sessions
    case statistics
    case filter
    case replay
    case follow
    case chooseChain = "choose-chain"
    case chooseSkill = "choose-skill"
    case warmUp = "warm-up"
    case unload
    case serverLog = "server-log"
    case interrupt
    case redraw
    case suspend
    case send
    case newLine = "new-line"
    case leave
    case recallPrevious = "recall-previous"
    case recallNext = "recall-next"
    case playPause = "play-pause"
    case slower, faster
    case realSpeed = "real-speed"
    case toEnd = "to-end"
    case confirm, decline
    case accept, reject
    case editFeedback = "edit-feedback"
    case overrule
    case told
}
