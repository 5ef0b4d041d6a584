// @vitest-environment happy-dom
import type { AppCardView } from "@second/contracts";
import { cleanup, fireEvent, screen, waitFor } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { draftKey } from "../composer/draft.ts";
import { rememberChoice } from "../composer/remember-choice.ts";
import {
  type Answers,
  answerWith,
  expectAccessible,
  problem,
  renderInWorkspace,
  setOnline,
} from "../shell/testing/render-in-workspace.tsx";
import { Home } from "./home.tsx";

const push = vi.hoisted(() => vi.fn());
vi.mock("next/navigation", () => ({ useRouter: () => ({ push }) }));

const at = "2030-01-01T00:00:00.000Z";
const app: AppCardView = {
  id: "app_1",
  name: "Vendor renewals",
  description: "Contracts and notice dates",
  createdAt: at,
  updatedAt: at,
  createdBy: { id: "usr_1", name: "Ada Moreno" },
  publishStatus: "draft",
  runState: "running",
  versionNumber: null,
};
const ready = (id: string) => ({ id, state: "ready", version: "1", reason: null, auth: "none", models: [] });
const runtimesPath = "GET /api/workspaces/ws_1/runtimes";
const appsPath = "GET /api/workspaces/ws_1/apps";
const createPath = "POST /api/workspaces/ws_1/apps";
const created = { status: 201, body: { id: "app_2" } };
const usual: Answers = {
  [runtimesPath]: {
    body: { runtimes: [ready("claude-code"), ready("demo")], sandbox: { kind: "bwrap", reason: null } },
  },
  [appsPath]: { body: { apps: [], nextCursor: null } },
};
const home = <Home promptLengthMax={20_000} />;
const field = () => screen.getByLabelText<HTMLTextAreaElement>("Describe the app you need");
const type = (text: string) => fireEvent.change(field(), { target: { value: text } });
const build = () => screen.getByRole<HTMLButtonElement>("button", { name: "Build" });

beforeEach(() => {
  push.mockClear();
  localStorage.clear();
});
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

describe("the home page", () => {
  it("[HOME-1] a suggestion fills the composer and hides; clearing the text brings them back", async () => {
    const calls = answerWith(usual);
    const { container } = renderInWorkspace(home);
    await screen.findByRole("button", { name: /Agent and model/ });
    const suggestions = screen.getByRole("list", { name: "Suggestions" });
    expect(suggestions.querySelectorAll("button")).toHaveLength(4);
    await expectAccessible(container);
    fireEvent.click(screen.getByRole("button", { name: /Track vendor contracts/ }));
    expect(field().value).toMatch(/^Track vendor contracts/);
    expect(field().selectionStart).toBe(field().value.length);
    expect(screen.queryByRole("list", { name: "Suggestions" })).toBeNull();
    expect(calls.some(({ call }) => call.startsWith("POST"))).toBe(false);
    type("");
    expect(screen.getByRole("list", { name: "Suggestions" })).toBeTruthy();
  });

  it("creates the app with the chosen model and opens it at once", async () => {
    const calls = answerWith({ ...usual, [createPath]: created });
    renderInWorkspace(home);
    await screen.findByRole("button", { name: /Agent and model/ });
    type("  Track vendors ");
    fireEvent.keyDown(field(), { key: "Enter" });
    await waitFor(() => expect(push).toHaveBeenCalledWith("/w/acme/apps/app_2"));
    const sent = calls.find(({ call }) => call === createPath);
    expect(sent?.body).toMatchObject({
      prompt: "Track vendors",
      runtimeId: "claude-code",
      runtimeModel: "claude-opus-4-8",
    });
    expect(sent?.headers.get("idempotency-key")).toBeTruthy();
    expect(field().value).toBe("");
  });

  it("[HOME-2] keeps text and model over a reload until the server accepts them", async () => {
    const calls = answerWith({ ...usual, [createPath]: created });
    rememberChoice({
      userId: "usr_1",
      workspaceId: "ws_1",
      choice: {
        runtimeId: "claude-code",
        runtimeModel: "claude-haiku-4-5",
        runtimeParams: { effort: "low" },
      },
    });
    const first = renderInWorkspace(home);
    await screen.findByRole("button", { name: /Agent and model/ });
    type("Track vendors");
    first.unmount();
    renderInWorkspace(home);
    await waitFor(() => expect(field().value).toBe("Track vendors"));
    await screen.findByRole("button", { name: /Agent and model/ });
    fireEvent.click(build());
    await waitFor(() => expect(push).toHaveBeenCalled());
    expect(calls.find(({ call }) => call === createPath)?.body).toMatchObject({
      prompt: "Track vendors",
      runtimeModel: "claude-haiku-4-5",
      runtimeParams: { effort: "low" },
    });
    expect(localStorage.getItem(draftKey("usr_1", "ws_1", "home"))).not.toContain("Track vendors");
  });

  it("[HOME-5] keeps the text when it failed, and tries again with the same key", async () => {
    let answer: "unreachable" | typeof created = "unreachable";
    const calls = answerWith({ ...usual, [createPath]: () => answer });
    const { container } = renderInWorkspace(home);
    await screen.findByRole("button", { name: /Agent and model/ });
    type("Track vendors");
    fireEvent.click(build());
    await screen.findByText("Your text is kept.");
    expect(field().value).toBe("Track vendors");
    await expectAccessible(container);
    answer = created;
    fireEvent.click(screen.getByRole("button", { name: "Try again" }));
    await waitFor(() => expect(push).toHaveBeenCalled());
    const keys = calls
      .filter(({ call }) => call === createPath)
      .map(({ headers }) => headers.get("idempotency-key"));
    expect(keys).toHaveLength(2);
    expect(new Set(keys).size).toBe(1);
  });

  it("[HOME-2] keeps what is typed while the app is being created", async () => {
    answerWith({
      ...usual,
      [createPath]: () => {
        type("Track vendors\nand their terms");
        return created;
      },
    });
    renderInWorkspace(home);
    await screen.findByRole("button", { name: /Agent and model/ });
    type("Track vendors");
    fireEvent.click(build());
    await waitFor(() => expect(push).toHaveBeenCalled());
    expect(field().value).toBe("and their terms");
  });

  it("[HOME-5] offers the request id of a refusal", async () => {
    answerWith({ ...usual, [createPath]: problem("app.invalid_prompt", 400) });
    renderInWorkspace(home);
    await screen.findByRole("button", { name: /Agent and model/ });
    type("Track vendors");
    fireEvent.click(build());
    await screen.findByText("Title of app.invalid_prompt");
    expect(screen.getByRole("button", { name: "Copy request id" })).toBeTruthy();
  });

  it("[HOME-5] disables sending while offline and keeps the text", async () => {
    setOnline(false);
    answerWith(usual);
    renderInWorkspace(home);
    type("Track vendors");
    fireEvent.keyDown(field(), { key: "Enter" });
    expect(build().disabled).toBe(true);
    expect(screen.getByText(/You are offline/)).toBeTruthy();
    expect(field().value).toBe("Track vendors");
  });

  it("[HOME-5] chooses the demo with a notice when no model is usable", async () => {
    answerWith({
      ...usual,
      [runtimesPath]: {
        body: {
          runtimes: [{ ...ready("claude-code"), state: "not_signed_in", reason: "Sign in." }, ready("demo")],
          sandbox: { kind: "bwrap", reason: null },
        },
      },
    });
    const { container } = renderInWorkspace(home);
    await screen.findByText(/so the demo is chosen/);
    expect(screen.getByRole("button", { name: /Agent and model: Demo, no AI/ })).toBeTruthy();
    await expectAccessible(container);
  });

  it("[HOME-5] shows skeletons first, then the recent apps with their state", async () => {
    answerWith({ ...usual, [appsPath]: "never" });
    renderInWorkspace(home);
    expect(screen.getByRole("status", { name: "" }).textContent).toBe("Loading apps");
    cleanup();
    answerWith({ ...usual, [appsPath]: { body: { apps: [app], nextCursor: null } } });
    const { container } = renderInWorkspace(home);
    const card = await screen.findByRole("link", { name: /Vendor renewals/ });
    expect(card.getAttribute("href")).toBe("/w/acme/apps/app_1");
    expect(card.textContent).toContain("Agent is building");
    await expectAccessible(container);
  });

  it("says that apps could not be loaded while building stays possible", async () => {
    answerWith({ ...usual, [appsPath]: problem("system.unexpected", 500) });
    renderInWorkspace(home);
    await screen.findByText("Apps could not be loaded");
    type("Track vendors");
    expect(build().disabled).toBe(false);
  });
});
