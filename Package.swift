// swift-tools-version: 6.2
import PackageDescription

/// Warnings in our own code are errors where `RUNG_STRICT` is set, as in `.ci/run`.
let settings: [SwiftSetting] =
    Context.environment["RUNG_STRICT"] == nil ? [] : [.treatAllWarnings(as: .error)]

/// Themes are compiled in one by one: a copied binary keeps them, and SwiftPM embeds files, not folders.
let themes: [Resource] = [
    "base", "catppuccin", "dracula", "dusk", "high-contrast", "house-dark",
    "house-light", "kanagawa", "mono", "solarized",
].map { .embedInCode("../../Themes/\($0).yaml") }

/// A target's tests: `Tests/<Target>Tests`, which may use the target, the test support and what else is named.
func tests(
    of name: String, _ dependencies: [Target.Dependency] = [], exclude: [String] = [], resources: [Resource]? = nil
) -> Target {
    .testTarget(
        name: name + "Tests",
        dependencies: [.target(name: name), "RungTestSupport"] + dependencies,
        exclude: exclude,
        resources: resources,
        swiftSettings: settings)
}

/// The benchmarks are built only where they are asked for.
let benchmarks: [Target] =
    Context.environment["RUNG_BENCHMARKS"] == nil
    ? []
    : [
        .executableTarget(
            name: "rung-figures",
            dependencies: [
                "Backends", "Dashboard", "EscalationCore", "EscalationEngine", "Journal", "RungTestSupport",
                "Subprocesses", "Terminal", "Verifiers",
                .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
            ],
            path: "Tests/Benchmarks/Figures",
            swiftSettings: settings)
    ]

let package = Package(
    name: "rung",
    platforms: [.macOS(.v26)],
    products: [
        .executable(name: "rung", targets: ["rung"]),
        .library(name: "Escalation", targets: ["EscalationCore", "EscalationEngine"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
        .package(url: "https://github.com/apple/swift-log", exact: "1.16.2"),
        .package(url: "https://github.com/apple/swift-nio", exact: "2.101.2"),
        .package(url: "https://github.com/groue/GRDB.swift", exact: "7.10.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", exact: "2.28.1"),
        .package(url: "https://github.com/jpsim/Yams", exact: "6.2.2"),
        .package(url: "https://github.com/swift-server/async-http-client", exact: "1.37.0"),
        .package(url: "https://github.com/swiftlang/swift-subprocess", exact: "1.0.2"),
    ],
    targets: [
        // Layer 0: values, and fences around a library.
        .target(name: "EscalationCore", swiftSettings: settings),
        .target(name: "Terminal", swiftSettings: settings),
        .target(
            name: "Subprocesses",
            dependencies: [.product(name: "Subprocess", package: "swift-subprocess")],
            swiftSettings: settings),
        .target(
            name: "LocatedYAML",
            dependencies: [.product(name: "Yams", package: "Yams")],
            swiftSettings: settings),
        .target(name: "CMarkdown", linkerSettings: [.linkedLibrary("md4c")]),
        .target(name: "Markdown", dependencies: ["CMarkdown"], swiftSettings: settings),

        // Layer 1: each does one thing with the vocabulary of layer 0; none knows another.
        .target(name: "EscalationEngine", dependencies: ["EscalationCore"], swiftSettings: settings),
        .target(
            name: "Backends",
            dependencies: [
                "EscalationCore", "Subprocesses",
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOConcurrencyHelpers", package: "swift-nio"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
            ],
            swiftSettings: settings),
        .target(name: "Verifiers", dependencies: ["EscalationCore", "Subprocesses"], swiftSettings: settings),
        .target(
            name: "Journal",
            dependencies: [
                "EscalationCore",
                .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "Logging", package: "swift-log"),
            ],
            swiftSettings: settings),
        .target(name: "Settings", dependencies: ["EscalationCore", "LocatedYAML"], swiftSettings: settings),
        .target(
            name: "Simulator",
            dependencies: [
                "EscalationCore", "LocatedYAML",
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
            ],
            swiftSettings: settings),
        .target(
            name: "CTerminal",
            linkerSettings: [.linkedLibrary("ncursesw"), .linkedLibrary("tinfo", .when(platforms: [.linux]))]),
        .target(name: "TerminalCurses", dependencies: ["Terminal", "CTerminal"], swiftSettings: settings),

        // Layer 2: what the user sees.
        .target(name: "Dashboard", dependencies: ["EscalationCore", "Terminal", "Markdown"], swiftSettings: settings),

        // Layer 3: the executable, which knows them all.
        .executableTarget(
            name: "rung",
            dependencies: [
                "EscalationCore", "EscalationEngine", "Backends", "Verifiers", "Journal", "Settings", "Simulator",
                "LocatedYAML", "Subprocesses", "Terminal", "TerminalCurses", "Dashboard",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Logging", package: "swift-log"),
            ],
            resources: themes,
            swiftSettings: settings),

        // Tests.
        .target(name: "CVterm", path: "Tests/Support/CVterm", linkerSettings: [.linkedLibrary("vterm")]),
        .target(
            name: "RungTestSupport",
            dependencies: ["EscalationCore", "Terminal", "CVterm"],
            path: "Tests/Support/RungTestSupport",
            swiftSettings: settings),
        .executableTarget(
            name: "CursesFixture",
            dependencies: ["Terminal", "TerminalCurses"],
            path: "Tests/Support/CursesFixture",
            swiftSettings: settings),
        .executableTarget(
            name: "SessionsFixture",
            dependencies: [
                "EscalationCore", "EscalationEngine", "Journal", "RungTestSupport",
                .product(name: "Logging", package: "swift-log"),
            ],
            path: "Tests/Support/SessionsFixture",
            swiftSettings: settings),
        tests(of: "EscalationCore"),
        tests(of: "EscalationEngine", exclude: ["Conformance"]),
        tests(of: "Terminal"),
        tests(of: "TerminalCurses", ["Terminal", "CursesFixture"]),
        tests(of: "Subprocesses"),
        tests(of: "LocatedYAML"),
        tests(of: "Markdown"),
        tests(
            of: "Backends",
            [
                "EscalationCore", "EscalationEngine", "Simulator", "Subprocesses", "Verifiers",
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
            ],
            exclude: ["Recordings"]),
        tests(of: "Verifiers"),
        tests(
            of: "Journal",
            [
                "SessionsFixture",
                .product(name: "GRDB", package: "GRDB.swift"), .product(name: "Logging", package: "swift-log"),
            ],
            resources: [.copy("Journals")]),
        tests(of: "Settings"),
        tests(
            of: "Simulator",
            [
                "LocatedYAML",
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "NIOCore", package: "swift-nio"),
            ]),
        tests(of: "Dashboard", ["Journal", "Settings"], exclude: ["Screens"]),
        .testTarget(
            name: "EndToEndTests", dependencies: ["EscalationCore", "RungTestSupport"], swiftSettings: settings),
    ] + benchmarks
)
