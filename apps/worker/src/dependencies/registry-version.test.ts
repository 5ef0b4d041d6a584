import fc from "fast-check";
import { expect, it } from "vitest";
import { isRegistryVersion } from "./registry-version.ts";

it.each([
  "1.2.3",
  "^1.2.3",
  "~1.2",
  ">=1.2.0 <2.0.0",
  "1.x",
  "*",
  "",
  "1 || ^2.0.0-beta.1",
  "1.0.0 - 2.0.0",
  ">= 1.0.0",
  "latest",
  "next",
  "v1.0.0",
  "1.0.0+build.5",
])("[DEP-2] accepts %j", (spec) => expect(isRegistryVersion(spec)).toBe(true));

it.each([
  "git+https://example.com/a.git",
  "git@github.com:a/b.git",
  "github:a/b",
  "a/b",
  "https://example.com/a.tgz",
  "file:../a",
  "link:../a",
  "workspace:*",
  "npm:other@1.0.0",
  "../a",
  "./a",
  ".",
  "~/a",
  "/etc",
  "a.tgz",
  "C:\\a",
  "1.0.0 || file:..",
])("[DEP-2] refuses %j", (spec) => expect(isRegistryVersion(spec)).toBe(false));

it("[DEP-2] accepts nothing that could name a protocol, a folder or a host", () => {
  fc.assert(
    fc.property(fc.string(), fc.constantFrom(":", "/", "\\", "@"), fc.string(), (before, sign, after) => {
      expect(isRegistryVersion(`${before}${sign}${after}`)).toBe(false);
    }),
  );
});
