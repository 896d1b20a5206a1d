import AsyncHTTPClient
import Testing

@testable import Backends

/// Settings whose effect shows only after seconds, or with the ninth connection.
struct ClientConfigurationTests {
    @Test(arguments: [HTTPClient.Configuration.forRequests, .forProbes])
    func `suits servers that are silent while they load a model`(_ configuration: HTTPClient.Configuration) {
        #expect(configuration.timeout.read == nil)
        #expect(configuration.timeout.write == nil)
        #expect(configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit == 1_024)
        // Or a refused connection is reported only when the time for connecting is over.
        #expect(!configuration.connectionPool.retryConnectionEstablishment)
    }
}
