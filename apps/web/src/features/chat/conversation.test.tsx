// @vitest-environment happy-dom
import type { AppView, ChatView, StoredMessage } from "@second/contracts";
import { cleanup, fireEvent, screen, waitFor, within } from "@testing-library/react";
import { toast } from "sonner";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import {
  type Answers,
  answerWith,
  expectAccessible,
  problem,
  renderInWorkspace,
  setOnline,
  user,
} from "../shell/testing/render-in-workspace.tsx";
import { Conversation } from "./conversation.tsx";
import { useConversation } from "./use-conversation.ts";

const at = "2030-01-01T00:00:00.000Z";
const app = {
  id: "app_1",
  workspaceId: "ws_1",
  runId: "run_1",
  name: "Vendor renewals",
  runtimeId: "claude-code",
  runtimeModel: "claude-opus-4-8",
  runtimeParams: {},
  draftVersionId: null,
} as unknown as AppView; // what the conversation reads of it

const question: StoredMessage = {
  id: "msg_1",
  role: "user",
  parts: [{ type: "text", text: "Track vendor renewals" }],
  metadata: { author: { id: "usr_2", name: "Grace Okafor" }, createdAt: at, turnId: "trn_1" },
};
const planPart = {
  type: "dynamic-tool",
  toolName: "mcp__second__present_plan",
  toolCallId: "call_1",
  state: "output-available",
  toolMetadata: { durationMs: 10 },
  input: {
    title: "Vendor renewals",
    overview: "One list.",
    features: [{ name: "List", description: "All contracts." }],
    dataFlow: null,
    agents: null,
    backend: null,
  },
  output: { ok: true, status: "presented", cardHash: "hash" },
};
const answer = (parts: StoredMessage["parts"], metadata: StoredMessage["metadata"] = {}): StoredMessage => ({
  id: "msg_2",
  role: "assistant",
  parts,
  metadata: { createdAt: at, turnId: "trn_1", turnState: "completed", ...metadata },
});
const chat = (more: Partial<ChatView> = {}): ChatView => ({
  messages: [question, answer([{ type: "text", text: "Here it is." }])],
  state: "completed",
  turnId: null,
  cursor: null,
  queue: [],
  failure: null,
  usage: null,
  ...more,
});

const base = "/api/workspaces/ws_1/apps/app_1/runs/run_1";
const chatPath = `GET ${base}/chat`;
const postPath = `POST ${base}/chat`;
const runtimes = {
  "GET /api/workspaces/ws_1/runtimes": { body: { runtimes: [], sandbox: { kind: "bwrap", reason: null } } },
};
const running = { turnId: "trn_2", state: "running", position: null, cursor: "c" };

function Harness({ canRun = true, canEdit = true }: { canRun?: boolean; canEdit?: boolean }) {
  const conversation = useConversation({ workspaceId: "ws_1", appId: "app_1", runId: "run_1" }, user);
  return (
    <Conversation
      app={app}
      conversation={conversation}
      canRun={canRun}
      canEdit={canEdit}
      onOpenVersion={() => undefined}
      onCompareVersion={() => undefined}
      onOpenCode={() => undefined}
    />
  );
}
const show = (answers: Answers, rights: { canRun?: boolean; canEdit?: boolean } = {}) => {
  const calls = answerWith({ ...runtimes, ...answers });
  const { container } = renderInWorkspace(<Harness {...rights} />);
  return { calls, container };
};
const field = () => screen.getByLabelText<HTMLTextAreaElement>("Message to the builder");
const log = () => screen.getByRole("log");

beforeEach(() => localStorage.clear());
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

describe("a conversation", () => {
  it("[SEE-1] shows a skeleton while it loads, and takes text already", async () => {
    const { container } = show({ [chatPath]: "never" });
    expect(within(log()).getByText("Loading the conversation")).toBeTruthy();
    fireEvent.change(field(), { target: { value: "More" } });
    expect(field().value).toBe("More");
    await expectAccessible(container);
  });

  it("[SEE-1] says what is wrong when it cannot be loaded, and tries again", async () => {
    let isBroken = true;
    const { container } = show({
      [chatPath]: () => (isBroken ? problem("system.unavailable", 503) : { body: chat() }),
    });
    await screen.findByText("The conversation could not be loaded");
    await expectAccessible(container);
    isBroken = false;
    fireEvent.click(screen.getByRole("button", { name: /Try again/ }));
    await screen.findByText("Here it is.");
  });

  it("[SEE-1] offers what to ask while nothing was said; a suggestion fills the field and sends nothing", async () => {
    const { calls, container } = show({ [chatPath]: { body: chat({ messages: [] }) } });
    const suggestion = await screen.findByRole("button", { name: "Suggest what to improve" });
    await expectAccessible(container);
    fireEvent.click(suggestion);
    expect(field().value).toBe("Suggest what to improve");
    expect(calls.some(({ call }) => call === postPath)).toBe(false);
  });

  it("[LOG-4] names who said what", async () => {
    const { container } = show({ [chatPath]: { body: chat() } });
    const said = await screen.findByRole("article", { name: "Grace Okafor" });
    expect(within(said).getByText("Track vendor renewals")).toBeTruthy();
    expect(screen.getByRole("article", { name: "Second" }).textContent).toContain("Here it is.");
    await expectAccessible(container);
  });

  it("[CHAT-4] keeps the text offline and says that the agent goes on", async () => {
    setOnline(false);
    show({ [chatPath]: { body: chat() } });
    await screen.findByText("Here it is.");
    fireEvent.change(field(), { target: { value: "Add a region" } });
    expect(screen.getByText("You are offline. The agent keeps working.")).toBeTruthy();
    expect(screen.getByRole<HTMLButtonElement>("button", { name: "Send" }).disabled).toBe(true);
    expect(field().value).toBe("Add a region");
  });

  it("sends with one id until it is accepted, and shows the words at once", async () => {
    let tries = 0;
    const { calls } = show({
      [chatPath]: { body: chat() },
      [postPath]: () => {
        tries += 1;
        return tries === 1 ? problem("run.queue_full", 429) : { status: 202, body: running };
      },
    });
    await screen.findByText("Here it is.");
    fireEvent.change(field(), { target: { value: "Add a region" } });
    fireEvent.click(screen.getByRole("button", { name: "Send" }));
    await screen.findByText("Your text is kept.");
    fireEvent.click(screen.getByRole("button", { name: "Try again" }));
    await waitFor(() => expect(field().value).toBe(""));
    const sent = calls.filter(({ call }) => call === postPath);
    const ids = sent.map(({ body }) => (body as { messages: { id: string }[] }).messages[0]?.id);
    expect(ids).toHaveLength(2);
    expect(new Set(ids).size).toBe(1);
  });

  describe("whose answer was lost", () => {
    const idsOf = (calls: ReturnType<typeof show>["calls"]) =>
      calls
        .filter(({ call }) => call === postPath)
        .map(({ body }) => (body as { messages: { id: string }[] }).messages[0]?.id);
    const sendUnanswered = async () => {
      let tries = 0;
      const shown = show({
        [chatPath]: { body: chat() },
        [postPath]: () => {
          tries += 1;
          return tries === 1 ? "unreachable" : { status: 202, body: running };
        },
      });
      await screen.findByText("Here it is.");
      fireEvent.change(field(), { target: { value: "Add a region" } });
      fireEvent.click(screen.getByRole("button", { name: "Send" }));
      await screen.findByText("Your text is kept.");
      return shown;
    };

    it("sends an edited text as a message of its own", async () => {
      const { calls } = await sendUnanswered();
      fireEvent.change(field(), { target: { value: "Add a country" } });
      fireEvent.click(screen.getByRole("button", { name: "Send" }));
      await waitFor(() => expect(field().value).toBe(""));
      const ids = idsOf(calls);
      expect(ids).toHaveLength(2);
      expect(new Set(ids).size).toBe(2);
    });

    it("sends the same text with the same id after a reload", async () => {
      const { calls } = await sendUnanswered();
      cleanup();
      renderInWorkspace(<Harness />);
      await waitFor(() => expect(field().value).toBe("Add a region"));
      await screen.findByText("Here it is.");
      fireEvent.click(screen.getByRole("button", { name: "Send" }));
      await waitFor(() => expect(field().value).toBe(""));
      const ids = idsOf(calls);
      expect(ids).toHaveLength(2);
      expect(new Set(ids).size).toBe(1);
    });
  });

  it("keeps what is typed while a message is on its way", async () => {
    show({
      [chatPath]: { body: chat() },
      [postPath]: () => {
        fireEvent.change(field(), { target: { value: "Add a region\nand a date" } });
        return { status: 202, body: running };
      },
    });
    await screen.findByText("Here it is.");
    fireEvent.change(field(), { target: { value: "Add a region" } });
    fireEvent.click(screen.getByRole("button", { name: "Send" }));
    await waitFor(() => expect(field().value).toBe("and a date"));
  });

  it("[RUN-6] queues and stops while the agent works", async () => {
    const active = chat({ messages: [question], state: "running", turnId: "trn_1", cursor: "c" });
    const { calls } = show({
      [chatPath]: { body: active },
      [`POST ${base}/chat/stop`]: { body: { state: "running", alreadyTerminal: false } },
    });
    expect(await screen.findByRole("button", { name: "Queue" })).toBeTruthy();
    fireEvent.click(screen.getByRole("button", { name: "Stop" }));
    await waitFor(() => expect(calls.some(({ call }) => call.endsWith("/chat/stop"))).toBe(true));
  });

  it("[LOG-4] says Connecting in the transcript only", async () => {
    const active = chat({ messages: [question], state: "running", turnId: "trn_1", cursor: "c" });
    show({ [chatPath]: { body: active } });
    const words = await screen.findByText("Connecting…");
    expect(log().contains(words)).toBe(true);
  });

  it("[RUN-5] shows the waiting message, starts it when asked, and removes it", async () => {
    const queued = {
      turnId: "trn_9",
      messageId: "msg_9",
      text: "Add a filter",
      author: user,
      createdAt: at,
      waitsForPerson: true,
      fixes: null,
    };
    const { calls, container } = show({
      [chatPath]: { body: chat({ state: "stopped", queue: [queued] }) },
      [`POST ${base}/queue/trn_9/start`]: { status: 202, body: running },
      [`DELETE ${base}/queue/trn_9`]: { body: { removed: true } },
    });
    expect(await screen.findByText("Still wanted?")).toBeTruthy();
    await expectAccessible(container);
    fireEvent.click(screen.getByRole("button", { name: "Send it" }));
    fireEvent.click(screen.getByRole("button", { name: "Remove the waiting message" }));
    await waitFor(() =>
      expect(calls.map(({ call }) => call)).toEqual(
        expect.arrayContaining([`POST ${base}/queue/trn_9/start`, `DELETE ${base}/queue/trn_9`]),
      ),
    );
  });

  it("[CARD-3] tells who was faster and shows their decision", async () => {
    const told = vi.spyOn(toast, "info");
    let isDecided = false;
    const decisions = {
      call_1: { decision: "approve" as const, by: { id: "usr_2", name: "Grace Okafor" }, at },
    };
    show({
      [chatPath]: () => ({
        body: chat({
          state: "waiting_for_approval",
          messages: [question, answer([planPart], isDecided ? { decisions } : {})],
        }),
      }),
      [`POST ${base}/decisions`]: () => {
        isDecided = true;
        const closed = problem("decision.closed", 409);
        return { ...closed, body: { ...closed.body, detail: "Grace Okafor already decided." } };
      },
    });
    fireEvent.click(await screen.findByRole("button", { name: "Approve and build" }));
    await screen.findByRole("button", { name: /Plan approved by Grace Okafor/ });
    expect(told).toHaveBeenCalledWith("Grace Okafor already decided.");
    expect(screen.queryByRole("alert")).toBeNull();
  });

  it("[CARD-1] brings an open plan into view once, though its answer is drawn anew around a reader", async () => {
    const brought = vi.spyOn(Element.prototype, "scrollIntoView");
    let isRewritten = false;
    show({
      [chatPath]: () => ({
        body: chat({
          state: "waiting_for_approval",
          messages: [
            question,
            { ...answer([planPart]), id: isRewritten ? "msg_3" : "msg_2" },
            ...(isRewritten ? [{ ...question, id: "msg_4" }] : []),
          ],
        }),
      }),
      [`POST ${base}/decisions`]: () => {
        isRewritten = true;
        return problem("decision.card_changed", 409);
      },
    });
    const approve = await screen.findByRole("button", { name: "Approve and build" });
    fireEvent.pointerDown(approve);
    fireEvent.click(approve);
    await waitFor(() => expect(screen.getAllByText("Track vendor renewals")).toHaveLength(2));
    expect(screen.getByRole("button", { name: "Approve and build" })).toBeTruthy();
    expect(brought).toHaveBeenCalledOnce();
  });

  it("[SEE-1] has no decision, field or actions for those who may only read", async () => {
    const stopped = answer([planPart], { turnState: "stopped", undoable: true });
    show(
      { [chatPath]: { body: chat({ state: "stopped", messages: [question, stopped] }) } },
      { canRun: false, canEdit: false },
    );
    await screen.findByText(/Earlier plan/);
    expect(screen.queryByLabelText("Message to the builder")).toBeNull();
    for (const name of ["Approve and build", "Try again", "Undo this turn"])
      expect(screen.queryByRole("button", { name })).toBeNull();
  });

  it("[RUN-7] keeps an earlier attempt as one line that opens", async () => {
    const failure = {
      code: "model.overloaded",
      message: "The model is overloaded.",
      retryable: true,
      occurredAt: at,
      turnId: "trn_1",
    };
    const first = {
      ...answer([{ type: "text", text: "First try." }], { superseded: true, failure }),
      id: "msg_a",
    };
    show({
      [chatPath]: {
        body: chat({ messages: [question, first, answer([{ type: "text", text: "Second." }])] }),
      },
    });
    await screen.findByText("Second.");
    expect(screen.queryByText("First try.")).toBeNull();
    fireEvent.click(screen.getByRole("button", { name: "Earlier attempt: The model is overloaded." }));
    expect(screen.getByText("First try.")).toBeTruthy();
  });
});
