import RungTestSupport
import Terminal

/// Runs the fixture program on a terminal of its own, once its first frame is there.
func withFixture(
    _ arguments: [String] = [], environment: [String: String] = [:], size: Size = Size(width: 80, height: 24),
    _ body: @Sendable (PseudoTerminal) async throws -> Void
) async throws {
    try await withPseudoTerminal(
        BuiltProduct.path("CursesFixture"), arguments, environment: environment, size: size
    ) { terminal in
        try await terminal.waitUntil { $0.contains("keys:") }
        try await body(terminal)
    }
}
