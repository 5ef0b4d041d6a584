// @vitest-environment happy-dom
import { type ChatView, type FixView, fixPartType, type RuntimeDetection, runtimes } from "@second/contracts";
import { act, cleanup, fireEvent, screen } from "@testing-library/react";
import { afterEach, expect, it, vi } from "vitest";
import { ApiError, unreachable } from "../session/problem.ts";
import { answerWith, expectAccessible, renderInWorkspace } from "../shell/testing/render-in-workspace.tsx";
import type { AppError } from "./app-log.ts";
import { useAppLog } from "./app-log-store.ts";
import type { Repair } from "./repair.ts";
import { ToldError } from "./told-error.tsx";

const error: AppError = {
  signature: "TypeError\nNo cost",
  kind: "TypeError",
  message: "No cost",
  stack: "TypeError: No cost\n    at src/features/spend/chart.tsx:41:7",
  route: "/spend",
  versionId: "ver_4",
  count: 2,
  lastAt: "2030-01-01T00:00:00.000Z",
};

const chat: ChatView = {
  messages: [],
  state: "completed",
  turnId: null,
  cursor: null,
  queue: [],
  failure: null,
  usage: null,
};

function attempt(turn: number): ChatView["messages"] {
  const data: FixView = {
    ...error,
    versionNumber: turn + 1,
    before: turn === 1 ? { versionId: "ver_1", number: 1 } : null,
  };
  const turnId = `trn_${turn}`;
  const metadata = { turnId, runtimeId: "claude-code", runtimeModel: "claude-opus-4-8" };
  return [
    {
      id: `msg_${turn}`,
      role: "user",
      parts: [{ type: fixPartType, data }],
      metadata: {
        turnId,
        author: { id: "usr_1", name: "Ada Moreno" },
        createdAt: "2030-01-01T00:00:00.000Z",
      },
    },
    { id: `ans_${turn}`, role: "assistant", parts: [], metadata },
  ];
}

const repairWith = (change: Partial<Repair> = {}) => ({
  chat,
  fix: vi.fn(async () => undefined),
  open: vi.fn(),
  describe: vi.fn(),
  restore: vi.fn(async () => undefined),
  ...change,
});

function Place({ repair }: { repair: Repair | null }) {
  return <ToldError error={error} store={useAppLog()} versionNumber={4} repair={repair} />;
}
const button = (name: string | RegExp) => screen.getByRole("button", { name });

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

it("[HEAL-3] sends nothing by itself, and the error with its version when asked", async () => {
  const repair = repairWith();
  const { container } = renderInWorkspace(<Place repair={repair} />);
  expect(repair.fix).not.toHaveBeenCalled();
  await expectAccessible(container);
  await act(async () => fireEvent.click(button("Fix with agent")));
  expect(repair.fix).toHaveBeenCalledExactlyOnceWith(error, 4);
  fireEvent.click(button("src/features/spend/chart.tsx:41"));
  expect(repair.open).toHaveBeenCalledWith(error, "src/features/spend/chart.tsx", 41);
});

it("[HEAL-3] says beside the button why it was not accepted, and can be asked again", async () => {
  const fix = vi.fn(() => Promise.reject(new ApiError(unreachable)));
  renderInWorkspace(<Place repair={repairWith({ fix })} />);
  await act(async () => fireEvent.click(button("Fix with agent")));
  expect(screen.getByRole("alert").textContent).not.toBe("");
  await act(async () => fireEvent.click(button("Fix with agent")));
  expect(fix).toHaveBeenCalledTimes(2);
});

it("[HEAL-3] offers nothing to whoever may not run the builder", () => {
  renderInWorkspace(<Place repair={null} />);
  expect(screen.getByText(/No cost/)).toBeTruthy();
  expect(screen.queryByRole("button")).toBeNull();
});

it("[HEAL-4] offers other ways after two attempts", async () => {
  const ready = runtimes.map(({ id }): Partial<RuntimeDetection> => ({ id, state: "ready" }));
  answerWith({ "GET /api/workspaces/ws_1/runtimes": { body: { runtimes: ready } } });
  const repair = repairWith({ chat: { ...chat, messages: [...attempt(1), ...attempt(2)] } });
  const { container } = renderInWorkspace(<Place repair={repair} />);
  expect(screen.queryByRole("button", { name: "Fix with agent" })).toBeNull();
  expect(screen.getAllByText(/Opus 4\.8, asked by Ada Moreno/)).toHaveLength(2);
  await screen.findByRole("button", { name: "Try another model" });
  await expectAccessible(container);
  fireEvent.click(button("Describe it"));
  expect(repair.describe).toHaveBeenCalledWith(error);
  await act(async () => fireEvent.click(button("Restore version 1")));
  expect(repair.restore).toHaveBeenCalledWith({ versionId: "ver_1", number: 1 });
});

it("[HEAL-4] restores for nobody who may not edit", () => {
  answerWith({ "GET /api/workspaces/ws_1/runtimes": "never" });
  const messages = [...attempt(1), ...attempt(2)];
  renderInWorkspace(<Place repair={repairWith({ chat: { ...chat, messages }, restore: null })} />);
  expect(screen.queryByRole("button", { name: /Restore/ })).toBeNull();
  expect(button("Describe it")).toBeTruthy();
});
