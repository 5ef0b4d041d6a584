import { describe, expect, it } from "vitest";
import type { ModelCredentials } from "../gateway/index.ts";
import { createDetection } from "./index.ts";

const installed = { path: "/secret/place/claude", version: "2.1.331", reason: null };
const missing = { path: null, version: null, reason: "Claude's program for linux-arm is not installed." };
const keyed: ModelCredentials = { apiKey: "sk-ant-canary", signIn: async () => null };
const nothing: ModelCredentials = { apiKey: null, signIn: async () => null };
const signedIn = (isExpired: boolean): ModelCredentials => ({
  apiKey: null,
  signIn: async () => ({ accessToken: "token-canary", isExpired }),
});

const detection = (credentials: ModelCredentials, program: typeof installed | typeof missing = installed) =>
  createDetection({ explicitPath: null, searchPath: "", credentials, find: async () => program });

describe("detection", () => {
  it.each([
    ["a key", keyed, "ready", "api_key"],
    ["a sign-in", signedIn(false), "ready", "signed_in"],
    ["an expired sign-in", signedIn(true), "not_signed_in", "signed_in"],
    ["nothing", nothing, "not_signed_in", "none"],
  ])("[RT-3] finds Claude with %s", async (_, credentials, state, auth) => {
    const found = await detection(credentials).runtimes();
    expect(found.find((each) => each.id === "claude-code")).toMatchObject({
      state,
      auth,
      version: "2.1.331",
    });
  });

  it("[RT-2] lists the demo always, ready without any key", async () => {
    expect((await detection(nothing).runtimes()).find((each) => each.id === "demo")).toEqual({
      id: "demo",
      state: "ready",
      reason: null,
      auth: "none",
      version: "2.1.331",
      models: ["demo"],
    });
  });

  it("[RT-2] [RT-3] says for every runtime which program is missing", async () => {
    for (const each of await detection(keyed, missing).runtimes()) {
      expect(each).toMatchObject({ state: "not_installed", version: null, reason: missing.reason });
    }
  });

  it("[RT-3] never tells keys, tokens or paths", async () => {
    for (const credentials of [keyed, signedIn(false), signedIn(true)]) {
      expect(JSON.stringify(await detection(credentials).runtimes())).not.toMatch(/canary|secret/);
    }
  });

  it("[RT-3] looks for the program at most once a minute", async () => {
    let now = 0;
    let looked = 0;
    const found = createDetection({
      explicitPath: null,
      searchPath: "",
      credentials: nothing,
      now: () => now,
      find: async () => {
        looked += 1;
        return installed;
      },
    });
    await found.runtimes();
    now = 60_000;
    await found.runtimes();
    expect(looked).toBe(1);
    now = 60_001;
    await found.runtimes();
    expect(looked).toBe(2);
  });

  it("refuses a turn of a runtime that cannot be used, saying why", async () => {
    await expect(detection(nothing).require("claude-code")).rejects.toMatchObject({
      code: "model.not_configured",
    });
    await expect(detection(nothing).require("demo")).resolves.toBeUndefined();
    await expect(detection(keyed, missing).require("demo")).rejects.toMatchObject({
      code: "runtime.not_installed",
    });
    await expect(detection(keyed).require("other")).rejects.toMatchObject({ code: "runtime.invalid" });
  });
});
