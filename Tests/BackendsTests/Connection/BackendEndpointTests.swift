import Testing

@testable import Backends

struct BackendEndpointTests {
    @Test(arguments: [
        ("http://127.0.0.1:8080", "http://127.0.0.1:8080"), ("http://127.0.0.1:8080/", "http://127.0.0.1:8080"),
        ("http://127.0.0.1:8080/v1", "http://127.0.0.1:8080"), ("http://127.0.0.1:8080/v1//", "http://127.0.0.1:8080"),
        (" https://api.example.com/openai/v1/ \n", "https://api.example.com/openai"),
        ("http://host/v10", "http://host/v10"), ("http://v1", "http://v1"), ("", ""),
    ])
    func `finds the address that paths are added to`(_ url: String, _ root: String) {
        #expect(BackendEndpoint(name: "b", url: url).root == root)
    }

    @Test func `shows no password of an address`() {
        #expect(BackendEndpoint(name: "b", url: "http://user:p@ss@host:1/a@b").shownURL == "http://host:1/a@b")
        #expect(BackendEndpoint(name: "b", url: "http://host:1/a@b").shownURL == "http://host:1/a@b")
    }

    @Test func `shows neither key nor headers when it is printed or dumped`() {
        let backend = BackendEndpoint(name: "b", url: "http://host", apiKey: "sk-secret", headers: ["Cookie": "secret"])
        var dumped = ""
        dump(backend, to: &dumped)
        #expect("\(backend)" == "backend 'b' at http://host")
        #expect(String(reflecting: backend).contains("secret") == false)
        #expect(dumped.contains("secret") == false)
    }

    @Test func `lets the user's headers win`() {
        let backend = BackendEndpoint(
            name: "b", url: "http://host", apiKey: "sk", headers: ["authorization": "Basic eA=="])
        #expect(backend.request(for: "/running").headers["Authorization"] == ["Basic eA=="])
    }

    @Test func `sends no key where there is none`() {
        #expect(
            BackendEndpoint(name: "b", url: "http://host", apiKey: " ").request(for: "/").headers["Authorization"] == []
        )
    }
}
