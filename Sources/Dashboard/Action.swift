/// What a key can ask for. The raw value is its name in the configuration's `keys:`.
public enum Action: String, Sendable, Hashable, CaseIterable {
    case help
    case palette
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
    case larger, smaller
    case compose
    case cancel
    case sessions
    case statistics
    case filter
    case replay
    case follow
    case goOn = "go-on"
    case followUp = "follow-up"
    case mark, compare
    case delete, tag, untag, rename
    case chooseChain = "choose-chain"
    case chooseSkill = "choose-skill"
    case warmUp = "warm-up"
    case unload
    case serverLog = "server-log"
    case themes
    case interrupt
    case redraw
    case suspend
    case send
    case newLine = "new-line"
    case leave
    case recallPrevious = "recall-previous"
    case recallNext = "recall-next"
    case searchHistory = "search-history"
    case writeInEditor = "write-in-editor"
    case complete
    case search
    case nextMatch = "next-match"
    case previousMatch = "previous-match"
    case copy
    case viewInEditor = "view-in-editor"
    case viewInPager = "view-in-pager"
    case pipe
    case writeOut = "write-out"
    case playPause = "play-pause"
    case slower, faster
    case realSpeed = "real-speed"
    case seekBack = "seek-back"
    case seekForward = "seek-forward"
    case nudgeBack = "nudge-back"
    case nudgeForward = "nudge-forward"
    case stepBack = "step-back"
    case stepForward = "step-forward"
    case attemptBack = "attempt-back"
    case attemptForward = "attempt-forward"
    case toStart = "to-start"
    case toEnd = "to-end"
    case seekTenth = "seek-tenth"
    case idleCap = "idle-cap"
    case setMark = "set-mark"
    case jumpToMark = "jump-to-mark"
    case findEvent = "find-event"
    case submitAgain = "submit-again"
    case confirm, decline
    case accept, reject
    case editFeedback = "edit-feedback"
    case overrule
    case told
}
