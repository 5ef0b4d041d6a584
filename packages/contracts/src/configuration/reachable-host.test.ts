import { expect, it } from "vitest";
import { reachableHost } from "./reachable-host.ts";

it.each([
  ["127.0.0.1", "127.0.0.1"],
  ["worker.internal", "worker.internal"],
  ["0.0.0.0", "127.0.0.1"],
  ["::", "[::1]"],
  ["fd00::7", "[fd00::7]"],
])("reaches %s at a URL's %s", (host, reached) => {
  expect(reachableHost(host)).toBe(reached);
  expect(new URL(`http://${reachableHost(host)}:80`).hostname).toBe(reached);
});
