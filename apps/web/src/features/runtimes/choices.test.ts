import type { RuntimeDetection } from "@second/contracts";
import { describe, expect, it } from "vitest";
import { runtimeOptions, usableChoice } from "./choices.ts";

const found = (id: RuntimeDetection["id"], part: Partial<RuntimeDetection> = {}): RuntimeDetection => ({
  id,
  state: "ready",
  version: "1.0",
  reason: null,
  auth: "none",
  models: [],
  ...part,
});

describe("what can build", () => {
  it("[RT-2] always lists the demo, and always as no AI", () => {
    const option = runtimeOptions([]).find(({ id }) => id === "demo");
    expect(option).toMatchObject({ label: "Demo, no AI", state: "unreachable" });
    expect(option?.reason).toBeTruthy();
  });

  it("says why a runtime cannot be used, in the server's words where it has some", () => {
    const options = runtimeOptions([
      found("claude-code", { state: "not_signed_in", reason: "Run `claude login` on the server." }),
    ]);
    expect(options[0]?.reason).toBe("Run `claude login` on the server.");
  });

  it("keeps a wanted model that is ready, with its registered settings only", () => {
    const options = runtimeOptions([found("claude-code"), found("demo")]);
    const { choice, notice } = usableChoice(options, {
      runtimeId: "claude-code",
      runtimeModel: "claude-haiku-4-5",
      runtimeParams: { effort: "sideways", colour: "red" },
    });
    expect(choice).toEqual({
      runtimeId: "claude-code",
      runtimeModel: "claude-haiku-4-5",
      runtimeParams: { effort: "high", thinking: "adaptive" },
    });
    expect(notice).toBeNull();
  });

  it("[HOME-5] chooses the demo with a notice when no model is usable", () => {
    const options = runtimeOptions([found("claude-code", { state: "not_signed_in" }), found("demo")]);
    const { choice, notice, isUsable } = usableChoice(options, null);
    expect(choice.runtimeId).toBe("demo");
    expect(notice).toContain("demo is chosen");
    expect(isUsable).toBe(true);
  });

  it("takes a wanted demo without a notice, and another ready agent with one", () => {
    const options = runtimeOptions([found("claude-code"), found("demo")]);
    expect(usableChoice(options, { runtimeId: "demo" })).toMatchObject({ notice: null, isUsable: true });
    const without = runtimeOptions([found("claude-code"), found("demo", { state: "not_installed" })]);
    const { choice, notice } = usableChoice(without, { runtimeId: "demo" });
    expect(choice.runtimeId).toBe("claude-code");
    expect(notice).toContain("Demo, no AI is not available now");
  });

  it("says that nothing can build when nothing is ready", () => {
    expect(usableChoice(runtimeOptions([]), null)).toMatchObject({
      isUsable: false,
      notice: expect.stringContaining("did not answer"),
    });
  });
});
