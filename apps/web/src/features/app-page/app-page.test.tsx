// @vitest-environment happy-dom
import type { AppView, ChatView } from "@second/contracts";
import { cleanup, fireEvent, screen, waitFor } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import {
  type Answers,
  answerWith,
  expectAccessible,
  problem,
  renderInWorkspace,
} from "../shell/testing/render-in-workspace.tsx";
import { AppPage } from "./app-page.tsx";

vi.mock("next/navigation", () => ({ useSearchParams: () => new URLSearchParams(location.search) }));

const app = {
  id: "app_1",
  workspaceId: "ws_1",
  runId: "run_1",
  name: "Vendor renewals",
  runState: "pending",
  runtimeId: "demo",
  runtimeModel: "demo",
  runtimeParams: {},
  draftVersionId: null,
  versionNumber: null,
  permissions: ["app:run-builder", "app:edit"],
} as unknown as AppView; // what the page reads of it
const pending: ChatView = {
  messages: [
    {
      id: "msg_1",
      role: "user",
      parts: [{ type: "text", text: "Track vendor renewals" }],
      metadata: { author: { id: "usr_1", name: "Ada Moreno" }, createdAt: "2030-01-01T00:00:00.000Z" },
    },
  ],
  state: "pending",
  turnId: null,
  cursor: null,
  queue: [],
  failure: null,
  usage: null,
};
const base = "/api/workspaces/ws_1/apps/app_1";
const chatPath = `GET ${base}/runs/run_1/chat`;
const postPath = `POST ${base}/runs/run_1/chat`;
const usual: Answers = {
  [`GET ${base}`]: { body: app },
  [chatPath]: { body: pending },
  "GET /api/workspaces/ws_1/runtimes": { body: { runtimes: [], sandbox: { kind: "bwrap", reason: null } } },
};

beforeEach(() => localStorage.clear());
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

describe("an app that was just described", () => {
  it("says why the agent did not begin, and tries again with the same message", async () => {
    let tries = 0;
    const calls = answerWith({
      ...usual,
      [postPath]: () => {
        tries += 1;
        return tries === 1
          ? problem("worker.unavailable", 503)
          : { status: 202, body: { turnId: "trn_1", state: "running", position: null, cursor: "c" } };
      },
      [chatPath]: () => ({
        body: tries < 2 ? pending : { ...pending, state: "running", turnId: "trn_1", cursor: "c" },
      }),
    });
    const { container } = renderInWorkspace(<AppPage appId="app_1" />);
    const alert = await screen.findByRole("alert");
    expect(alert.textContent).toContain("Title of worker.unavailable");
    expect(screen.getByRole("button", { name: "Copy request id" })).toBeTruthy();
    expect(calls.filter(({ call }) => call === postPath)).toHaveLength(1);
    await expectAccessible(container);
    fireEvent.click(screen.getByRole("button", { name: "Try again" }));
    await waitFor(() => expect(screen.queryByRole("alert")).toBeNull());
    const ids = calls
      .filter(({ call }) => call === postPath)
      .map(({ body }) => (body as { messages: { id: string }[] }).messages[0]?.id);
    expect(ids).toEqual(["msg_1", "msg_1"]);
  });
});
