// @vitest-environment happy-dom
import { type RuntimeDetection, sandboxMeanings } from "@second/contracts";
import { cleanup, fireEvent, screen, waitFor } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { draftKey, parseDraft } from "../composer/draft.ts";
import {
  answerWith,
  expectAccessible,
  problem,
  renderInWorkspace,
} from "../shell/testing/render-in-workspace.tsx";
import { ProviderStep } from "./provider-step.tsx";

const detect = "GET /api/setup/detect-provider";
const finish = "POST /api/setup/finish";
const ready: RuntimeDetection = {
  id: "demo",
  state: "ready",
  version: "1",
  reason: null,
  auth: "none",
  models: [],
};
const notSignedIn: RuntimeDetection = {
  ...ready,
  id: "claude-code",
  state: "not_signed_in",
  reason: "On the server, run claude, then check again.",
};
const setup = (runtimes: RuntimeDetection[], reason: string | null = null) => ({
  body: { runtimes, sandbox: { kind: reason ? "none" : "bwrap", reason } },
});
const step = (onDone = () => {}) => <ProviderStep userId="usr_1" workspaceId="ws_1" onDone={onDone} />;
const radio = (name: RegExp) => screen.getByRole<HTMLInputElement>("radio", { name });

beforeEach(() => localStorage.clear());
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

describe("the agent's step of onboarding", () => {
  it("[GOV-36] shows each agent's state and how to mend it; the demo is always there and says that it is no AI", async () => {
    answerWith({ [detect]: setup([notSignedIn, ready]) });
    const { container } = renderInWorkspace(step());
    await screen.findByText("Not signed in");
    expect(screen.getByText(notSignedIn.reason ?? "")).toBeTruthy();
    expect(radio(/Claude Code/).disabled).toBe(true);
    expect(radio(/Demo, no AI/).checked).toBe(true);
    expect(screen.getByRole("button", { name: "Use Demo, no AI and finish" })).toBeTruthy();
    await expectAccessible(container);
  });

  it("[GOV-36] can be finished when nothing is ready, and when nothing could be found out", async () => {
    const onDone = vi.fn();
    answerWith({ [detect]: setup([]), [finish]: { body: { state: "ready" } } });
    renderInWorkspace(step(onDone));
    await screen.findAllByText("Unreachable");
    fireEvent.click(screen.getByRole("button", { name: "Finish for now" }));
    await waitFor(() => expect(onDone).toHaveBeenCalledWith({ state: "ready" }));
    cleanup();
    answerWith({ [detect]: problem("worker.unavailable", 503), [finish]: { body: { state: "ready" } } });
    const { container } = renderInWorkspace(step(onDone));
    await screen.findByText("req_42");
    await expectAccessible(container);
    fireEvent.click(screen.getByRole("button", { name: "Finish for now" }));
    await waitFor(() => expect(onDone).toHaveBeenCalledTimes(2));
  });

  it("starts the home page with the agent that was chosen", async () => {
    answerWith({
      [detect]: setup([{ ...notSignedIn, state: "ready", reason: null }, ready]),
      [finish]: { body: { state: "ready" } },
    });
    const onDone = vi.fn();
    renderInWorkspace(step(onDone));
    await screen.findByText("Ready");
    fireEvent.click(radio(/Demo, no AI/));
    fireEvent.click(screen.getByRole("button", { name: "Use Demo, no AI and finish" }));
    await waitFor(() => expect(onDone).toHaveBeenCalled());
    expect(parseDraft(localStorage.getItem(draftKey("usr_1", "ws_1", "home"))).choice?.runtimeId).toBe(
      "demo",
    );
  });

  it("[SBX-4] says when agents run without a sandbox, what that means and how to mend it", async () => {
    answerWith({ [detect]: setup([ready], "bubblewrap is not installed. Install it.") });
    renderInWorkspace(step());
    await screen.findByText(sandboxMeanings.none);
    await screen.findByText("bubblewrap is not installed. Install it.");
  });
});
