import EscalationCore
import Terminal

extension DashboardProgram {
    /// What the dashboard hears. None is optional: frames may drop, messages may not.
    public enum Message: Sendable, Hashable {
        /// A fact of a session of this run, or of the session being replayed.
        case event(SessionEvent)
        /// All facts of a past session, in order: the answer to `Effect.open`.
        case loaded([SessionEvent])
        /// What a person said of a session's attempts after its end, by their numbers: the answer to `Effect.annotate`,
        /// and told before a past session is loaded or replayed.
        case remarked([Int: Verdict], on: Session.ID)
        case live(LiveUpdate)
        case key(Key)
        case pointer(Pointer)
        /// Whether the terminal's window has the keyboard.
        case focused(Bool)
        case resized(Size)
        /// A tick of the loop: a second has passed while time matters, which is answered with `Effect.readTime`, or there
        /// is time to count the lines of a long answer.
        case secondPassed
        /// What time it is: the answer to `Effect.readTime`.
        case time(Moment)
        /// The journal's sessions that match `query`, newest first: the answer to `Effect.listSessions`.
        case listed([Session], query: String)
        /// The sessions that come after `after` in that list: the answer to `Effect.listMore`. None where it ends there.
        case listedMore([Session], query: String, after: Session.ID)
        /// How many sessions match `query`, of how many; `unsearchable` are those whose texts words can't find yet.
        case counted(matching: Int, of: Int, unsearchable: Int, query: String)
        /// Why the query can't be understood, or the journal can't be read.
        case listRefused(String, query: String)
        /// A session as the journal has it after a change that was asked for; nil where it was deleted.
        case sessionChanged(Session.ID, Session?)
        /// A session that another process runs is followed from now on, or no longer.
        case following(Session.ID, Bool)
        /// A fact of a session that is followed.
        case followed(SessionEvent)
        /// What the journal adds up to: the answer to `Effect.readFigures`.
        case figures([FigureTable])
        /// A sentence for the user, shown until the next key.
        case notice(String)
        /// What was typed before the program ended the last time.
        case draftRestored(String)
        /// Tasks written in earlier runs, oldest first.
        case historyRestored([String])
        /// The draft as the editor left it: the answer to `Effect.editDraft`.
        case edited(String)
        /// Paths that begin as `partial` does, folders with a `/` at their end: the answer to `Effect.listFiles`.
        case files([String], for: String)
        case replay(ReplayUpdate)
        /// How long a model's load takes by what the journal remembers: the answer to `Effect.recallLoads`.
        case recalledLoads(of: String, Duration?)
        /// How an `Effect.warmUp` or `Effect.unload` ended, in a sentence.
        case steered(SteeredModel, notice: String)
        /// A piece of a backend's log, in order.
        case log(String, backend: String)
        /// Why nothing more comes of a backend's log.
        case logEnded(String, backend: String)
        /// Two sessions in full: the answer to `Effect.compare`.
        case compared(SessionState, SessionState)
        /// The themes there are, by name: the answer to `Effect.listThemes`.
        case themes([ThemeChoice])
    }

    /// What the dashboard wants done. The program that runs it carries it out and reports by messages.
    public enum Effect: Sendable, Hashable {
        /// Run a task on the chain of that name; its events are the answer.
        case submit(TaskSpec, chain: String)
        case cancel(Session.ID)
        /// Hand in a person's verdict on an attempt that waits for it.
        case decide(Verdict, attempt: Int, of: Session.ID)
        /// Keep what a person thinks of an attempt whose session has ended.
        case annotate(Verdict, attempt: Int, of: Session.ID)
        /// Say what time it is.
        case readTime
        /// Keep what is being typed; empty when there is nothing to keep.
        case saveDraft(String)
        /// Keep a task that was written, to be recalled in later runs.
        case remember(String)
        /// Let the user edit the draft in a program of their own.
        case editDraft(String)
        /// Show a text in a program of the user's own.
        case view(String, Viewer)
        /// Give a text to a shell's command, whose output is shown until the user comes back.
        case pipe(String, command: String)
        /// Put a text, which is called `name`, into the clipboard.
        case copy(String, name: String)
        /// Write a session out on the terminal once the screen is gone.
        case writeOut(SessionState)
        /// Tell the user something although they look elsewhere.
        case notify(String)
        /// Find the files whose path begins like this.
        case listFiles(String)
        /// List the sessions that match, and again whenever the journal has changed, until the list is closed.
        case listSessions(query: String)
        /// List those that come after that one.
        case listMore(query: String, after: Session.ID)
        case closeList
        /// Delete a session for good; `sessionChanged` is the answer to this and the next three.
        case delete(Session.ID)
        /// File a session under tags; those that it has stay.
        case tag(Session.ID, with: [String])
        case untag(Session.ID, from: [String])
        /// Give a session a title; empty for none.
        case rename(Session.ID, to: String)
        /// Add up what the journal holds.
        case readFigures
        /// Load a session's events; where another process runs it, those to come as well.
        case open(Session.ID)
        /// Load two sessions to show them side by side.
        case compare(Session.ID, Session.ID)
        /// Feed a past session's events again, at their own pace. Another one may be under way: it ends first.
        case replay(Session.ID)
        case replayControl(ReplayControl)
        /// Say how long that model's loads took.
        case recallLoads(of: String)
        /// Have the server load or unload the model, and say by `steered` how that ended.
        case steer(SteeredModel)
        /// Follow the server's log until `stopLog`, by messages.
        case followLog(backend: String)
        case stopLog
        /// Give the terminal back to the shell until the program is continued.
        case suspend
        /// Read all themes.
        case listThemes
        /// Draw everything again.
        case redraw
    }

    /// What a text is looked at in.
    public enum Viewer: Sendable, Hashable { case editor, pager }

    /// What time it is, for elapsed times and the age of sessions.
    public struct Moment: Sendable, Hashable {
        /// Since any fixed moment; never goes back.
        public var now: Duration
        /// Milliseconds since 1970 UTC.
        public var wallTime: Int64
        /// How far the user's clock is ahead of UTC; nil where nobody shows one.
        public var zone: Duration?

        public init(now: Duration, wallTime: Int64, zone: Duration? = nil) {
            self.now = now
            self.wallTime = wallTime
            self.zone = zone
        }
    }
}
