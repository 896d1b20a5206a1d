import EscalationCore
import Terminal

/// What the dashboard is told once, when it opens.
public struct DashboardSetup: Sendable {
    /// In the order of the configuration; the screen offers them by name.
    public var chains: [Chain]
    /// Name of the chain a task goes to unless another is chosen; a name that is not among `chains` means the first.
    public var defaultChain: String
    /// Judges that may make their servers swap models.
    public var swaps: [SwapWarning] = []
    /// What tasks can take along, by name.
    public var skills: [SkillChoice]
    /// Tasks offered while there is no session; empty for none.
    public var samples: [SampleTask]
    /// Whether the models are scripted ones; the word `simulator` then never leaves the screen.
    public var isSimulated: Bool
    /// Which glyphs of the theme are drawn.
    public var symbols: Canvas.Symbols
    /// Of the program, as help shows it.
    public var version: String
    public var keys: KeyMap<Action>
    public var theme: Theme
    /// Its name.
    public var themeName: String
    /// How many colours the terminal has: the theme's look is made for it.
    public var colorDepth: ColorDepth

    public init(
        chains: [Chain], defaultChain: String = "default", skills: [SkillChoice] = [],
        samples: [SampleTask] = [], isSimulated: Bool = false,
        symbols: Canvas.Symbols = .unicode, version: String = "", keys: KeyMap<Action> = KeyBindings.standard,
        theme: Theme = .builtIn, themeName: String = "base", colorDepth: ColorDepth = .palette16
    ) {
        self.chains = chains
        self.defaultChain = defaultChain
        self.skills = skills
        self.samples = samples
        self.isSimulated = isSimulated
        self.symbols = symbols
        self.version = version
        self.keys = keys
        self.theme = theme
        self.themeName = themeName
        self.colorDepth = colorDepth
    }
}

/// A task somebody can try without having one of their own.
public struct SampleTask: Sendable, Hashable {
    /// A few words for the list.
    public var title: String
    /// The task prompt it stands for.
    public var prompt: String

    public init(title: String, prompt: String) {
        self.title = title
        self.prompt = prompt
    }
}
