import Settings
import Testing

/// Each wrong configuration gives one error with line, key, what was expected, and the nearest known name.
@Suite struct `A wrong configuration` {
    private func error(_ text: String, kinds: [BackendKind] = BackendKind.allCases) -> String {
        let names = AcceptedNames(
            executableKinds: kinds, actions: ["cancel", "quit"], isKey: { $0.count == 1 })
        do throws(ConfigurationError) {
            _ = try Configuration(parsing: text, file: "c.yaml", accepting: names)
            return "no error"
        } catch {
            return error.description
        }
    }

    /// A configuration that is right, with one thing replaced.
    private func text(_ old: String = "", _ new: String = "") -> String {
        let right = """
            backends:
              local: { kind: openai, url: "http://h:1" }
              claude: { kind: claude-cli }
            chains:
              default:
                tiers: [small, claude-big]
                verify: [{ kind: judge, model: small }]

            """
        return old.isEmpty ? right + new : right.replacing(old, with: new)
    }

    @Test func `is none where all is right`() { #expect(error(text()) == "no error") }

    @Test(arguments: [
        ("chains", "chanis", "c.yaml:4: key 'chanis': unknown key. Did you mean 'chains'?"),
        ("url", "ulr", "c.yaml:2: key 'backends.local.ulr': unknown key. Did you mean 'url'?"),
        (
            "tiers", "rungs",
            "c.yaml:6: key 'chains.default.rungs': unknown key. Known here: tiers, verify, on_verifier_error, feedback, feedback_cap, limits."
        ),
        (
            "model: small }", "modle: x }",
            "c.yaml:7: key 'chains.default.verify[0].modle': unknown key. Did you mean 'model'?"
        ),
        (
            "claude-cli }", "claude-cli, url: x }",
            "c.yaml:3: key 'backends.claude.url': unknown key. Known here: kind, command, arguments, tools, directory, environment, parallel."
        ),
        (
            "[small,", "[{ model: small, colour: 1 },",
            "c.yaml:6: key 'chains.default.tiers[0].colour': unknown key. Known here: model, backend, params, verify, tries, retries, breaker."
        ),
    ])
    func `names an unknown key and the nearest known one`(_ old: String, _ new: String, _ expected: String) {
        #expect(error(text(old, new)) == expected)
    }

    @Test(arguments: [
        (
            "kind: openai", "kind: opnai",
            "c.yaml:2: key 'backends.local.kind': expected openai, claude-cli, anthropic, command, found 'opnai'. Did you mean 'openai'?"
        ),
        (
            "[small,", "[{ model: small, backend: locl },",
            "c.yaml:6: key 'chains.default.tiers[0].backend': there is no backend 'locl'. Did you mean 'local'?"
        ),
        (
            "judge, model: small", "judge, model: small, backend: cluade",
            "c.yaml:7: key 'chains.default.verify[0].backend': there is no backend 'cluade'. Did you mean 'claude'?"
        ),
        (
            "kind: judge", "kind: jugde",
            "c.yaml:7: key 'chains.default.verify[0].kind': there is no kind of verifier 'jugde'. Did you mean 'judge'?"
        ),
    ])
    func `names an unknown name and the nearest known one`(_ old: String, _ new: String, _ expected: String) {
        #expect(error(text(old, new)) == expected)
    }

    @Test(arguments: [
        (
            "[small, claude-big]", "[]",
            "c.yaml:6: key 'chains.default.tiers': expected at least one tier, found an empty list"
        ),
        ("[small, claude-big]", "", "c.yaml:6: key 'chains.default.tiers': expected at least one tier, found nothing"),
        (
            "[small,", "[~,",
            "c.yaml:6: key 'chains.default.tiers[0]': expected a model's name, or a mapping with the key model, found nothing"
        ),
        (
            "  local: { kind: openai, url: \"http://h:1\" }\n", "",
            "c.yaml:5: key 'chains.default.tiers[0]': the model 'small' needs a backend of kind openai, and none is declared. Declare one under backends, or name another one with backend:."
        ),
        (
            "  claude: { kind: claude-cli }\n", "",
            "c.yaml:5: key 'chains.default.tiers[1]': the model 'claude-big' needs a backend of kind claude-cli, and none is declared. Declare one under backends, or name another one with backend:."
        ),
        (
            "    verify: [{ kind: judge, model: small }]\n", "",
            "c.yaml:5: key 'chains.default': expected the key verify, because the tier 'small' is verified, found no such key. Name a judge, as in verify: [{ kind: judge, model: small }], or write verify: none to take answers as they come."
        ),
        (
            "verify: [{ kind: judge, model: small }]", "verify: []",
            "c.yaml:7: key 'chains.default.verify': expected at least one verifier, or none, found an empty list"
        ),
        (
            "verify: [{ kind: judge, model: small }]", "verify: nono",
            "c.yaml:7: key 'chains.default.verify': expected a list of verifiers, or none, found 'nono'"
        ),
        (
            "http://h:1", "h:1",
            "c.yaml:2: key 'backends.local.url': expected an address such as http://127.0.0.1:8080, found 'h:1'"
        ),
        (
            "http://h:1", "http://h:65536",
            "c.yaml:2: key 'backends.local.url': expected an address whose port is from 1 to 65535, found 'http://h:65536'"
        ),
        (
            "http://h:1", "http://h:0",
            "c.yaml:2: key 'backends.local.url': expected an address whose port is from 1 to 65535, found 'http://h:0'"
        ),
        (
            "http://h:1", "http://h:99999999999999999999",
            """
            c.yaml:2: key 'backends.local.url': expected an address whose port is from 1 to 65535, \
            found 'http://h:99999999999999999999'
            """
        ),
        (
            "http://h:1", "ftp://h",
            "c.yaml:2: key 'backends.local.url': expected an address such as http://127.0.0.1:8080, found 'ftp://h'"
        ),
        (
            "kind: openai, url: \"http://h:1\"", "kind: openai",
            "c.yaml:2: key 'backends.local.url': expected the server's address, found no such key"
        ),
        (
            "kind: openai, url: \"http://h:1\"", "kind: command",
            "c.yaml:2: key 'backends.local.command': expected a program and its arguments, found no such key"
        ),
        (
            "\"http://h:1\"", "\"http://h:1\", parallel: 0",
            "c.yaml:2: key 'backends.local.parallel': expected a whole number of at least 1, found '0'"
        ),
        (
            "kind: claude-cli", "kind: claude-cli, arguments: [--effort, high, --model=x]",
            "c.yaml:3: key 'backends.claude.arguments[2]': '--model' is set by the program itself. Remove it."
        ),
        (
            "kind: claude-cli", "kind: claude-cli, tools: Read",
            """
            c.yaml:3: key 'backends.claude.tools': expected a list of tools, such as [Read, "Bash(git log:*)"], \
            found 'Read'
            """
        ),
        (
            "kind: claude-cli", "kind: claude-cli, tools: [Read, --dangerously-skip-permissions]",
            """
            c.yaml:3: key 'backends.claude.tools[1]': expected a tool's name such as Read or Bash(git log:*), \
            found '--dangerously-skip-permissions'
            """
        ),
        (
            "kind: claude-cli", "kind: claude-cli, tools: ['Read,Write']",
            """
            c.yaml:3: key 'backends.claude.tools[0]': expected a tool's name such as Read or Bash(git log:*), \
            found 'Read,Write'
            """
        ),
        (
            "[small,", "[{ model: small, params: { system: x } },",
            "c.yaml:6: key 'chains.default.tiers[0].params.system': 'system' is set by the program itself. Remove it."
        ),
        (
            "[small,", "[{ model: small, params: { stream: false } },",
            "c.yaml:6: key 'chains.default.tiers[0].params.stream': 'stream' is set by the program itself. Remove it."
        ),
        (
            "[small,", "[{ model: small, verify: maybe },",
            "c.yaml:6: key 'chains.default.tiers[0].verify': expected a list of verifiers, true for the chain's, or none to take this tier's answers as they come, found 'maybe'"
        ),
    ])
    func `says what was expected and what to do`(_ old: String, _ new: String, _ expected: String) {
        #expect(error(text(old, new)) == expected)
    }

    @Test(arguments: [
        (
            "limits: { idle_timeout: soon }",
            "key 'limits.idle_timeout': expected a duration above zero, found 'soon'. Write it as 200ms, 30s, 5m or 1h30m."
        ),
        (
            "limits: { idle_timeout: 0s }",
            "key 'limits.idle_timeout': expected a duration above zero, found '0s'. Write it as 200ms, 30s, 5m or 1h30m."
        ),
        ("limits: 5m", "key 'limits': expected a mapping, found '5m'"),
        ("status_interval: 10ms", "key 'status_interval': expected at least 100ms, found '10ms'"),
        ("mouse: wheel", "key 'mouse': 'wheel' is not available in this version. Use 'off'."),
        ("color: sometimes", "key 'color': expected auto, always, never, found 'sometimes'"),
        ("keys: { cancle: x }", "key 'keys.cancle': unknown key. Did you mean 'cancel'?"),
        (
            "keys: { cancel: [x, hyper] }",
            "key 'keys.cancel[1]': expected keys' names such as x, X, ctrl-r, alt-b, enter, esc, f2, shift-tab or g g, found 'hyper'"
        ),
        ("journal: ~bob/j", "key 'journal': expected an absolute path, or one that starts with ~/, found '~bob/j'"),
        ("journal: ~/j", "key 'journal': '~' stands for nothing, because HOME is not set. Write the whole path."),
        ("theme: [dusk]", "key 'theme': expected a theme's name, found a list"),
    ])
    func `is found in the smaller settings too`(_ line: String, _ expected: String) {
        #expect(error(text("", line)) == "c.yaml:8: " + expected)
    }

    @Test func `is one without backends or chains`() {
        #expect(error("") == "c.yaml:1: key 'backends': expected at least one backend, found no such key")
        #expect(
            error("backends: {}\n") == "c.yaml:1: key 'backends': expected at least one backend, found an empty mapping"
        )
        #expect(
            error("backends: { c: { kind: claude-cli } }\n")
                == "c.yaml:1: key 'chains': expected at least one chain, found no such key")
        #expect(
            error("backends: { c: { kind: claude-cli } }\nchains: {}\n")
                == "c.yaml:2: key 'chains': expected at least one chain, found an empty mapping")
    }

    @Test func `is one that uses a kind which can't run yet, though declaring it is fine`() {
        #expect(
            error(text(), kinds: [.openai])
                == "c.yaml:6: key 'chains.default.tiers[1]': the backend 'claude' is of kind claude-cli, which this version can't run. Use a backend of kind openai."
        )
        #expect(error(text(", claude-big", ""), kinds: [.openai]) == "no error")
        #expect(
            error(text("model: small }", "model: claude-j }").replacing(", claude-big", with: ""), kinds: [.openai])
                == "c.yaml:7: key 'chains.default.verify[0].model': the backend 'claude' is of kind claude-cli, which this version can't run. Use a backend of kind openai."
        )
    }

    @Test(arguments: [
        "api_key_env: sk-ant-REDACTED", "api_key_env: ghp_REDACTED", "api_key_env: abcdef0123456789abcdef0123456789",
        "headers: { Authorization: REDACTED }", "headers: { X-Thing: Bearer REDACTED }",
        "headers: { X-Thing: abcdef0123456789abcdef0123456789 }",
    ])
    func `never repeats a key that stands in it`(_ line: String) {
        let found = error(text("url: \"http://h:1\"", "url: \"http://h:1\", \(line)"))
        #expect(found.hasPrefix("c.yaml:2: key 'backends.local."))
        #expect(found.hasSuffix("Put the key into an environment variable, and name that with api_key_env."))
        #expect(!found.contains("REDACTED") && !found.contains("abcdef"))
    }

    @Test func `is a way to ask for the models' states that there isn't`() {
        #expect(
            error(text("url: \"http://h:1\"", "url: \"http://h:1\", status: lama-swap"))
                == "c.yaml:2: key 'backends.local.status': expected auto, llama-swap, llama-server, ollama, none, found 'lama-swap'. Did you mean 'llama-swap'?"
        )
        #expect(
            error(text("kind: claude-cli", "kind: claude-cli, status: none"))
                == "c.yaml:3: key 'backends.claude.status': unknown key. Known here: kind, command, arguments, tools, directory, environment, parallel."
        )
    }

    @Test func `is an address that holds a password, and the error does not repeat it`() {
        let found = error(text("http://h:1", "http://ada:secret@h:1"))
        #expect(found.hasPrefix("c.yaml:2: key 'backends.local.url': an address must not hold a user or password."))
        #expect(!found.contains("secret"))
    }

    @Test func `is a header that would break the request`() {
        #expect(
            error(text("url: \"http://h:1\"", "url: \"http://h:1\", headers: { X-A: \"b\\r\\nX-C: d\" }"))
                == "c.yaml:2: key 'backends.local.headers.X-A': a header's value must not hold line breaks or control characters"
        )
    }
}
