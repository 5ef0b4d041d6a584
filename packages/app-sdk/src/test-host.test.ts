import { createTestHost } from "./test-host.ts";
import { clientSuite } from "./testing/client-suite.ts";

clientSuite("[SDK-12] the client against the test double", () => {
  const userId = "usr_01jdq7m3kx8v2w9r4tzc6b5ahe";
  const host = createTestHost({ user: { id: userId } });
  return {
    userId,
    connect: host.connect,
    write: host.write,
    documents: host.documents,
    goOffline: host.goOffline,
    goOnline: host.goOnline,
    failNext: (code, times) => host.failNext({ code, retryable: code.startsWith("system.") }, times),
    close: () => undefined,
  };
});
