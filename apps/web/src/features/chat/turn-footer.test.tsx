// @vitest-environment happy-dom
import { type MessageMetadata, type ProblemCode, problems } from "@second/contracts";
import { cleanup, fireEvent, screen, waitFor } from "@testing-library/react";
import { afterEach, describe, expect, it, vi } from "vitest";
import { expectAccessible, renderInWorkspace } from "../shell/testing/render-in-workspace.tsx";
import { TurnFooter, type TurnFooterActions } from "./turn-footer.tsx";

const nothing: TurnFooterActions = { onRetry: null, onUndo: null, onSwitchModel: null };
const failed = (code: ProblemCode, more: { detail?: string } = {}): MessageMetadata => ({
  turnState: "failed",
  failure: {
    code,
    message: problems[code].title,
    retryable: problems[code].retry !== "never",
    occurredAt: "2030-01-01T00:00:00.000Z",
    turnId: "trn_1",
    ...more,
  },
});
const show = (metadata: MessageMetadata, actions: Partial<TurnFooterActions> = {}) =>
  renderInWorkspace(<TurnFooter metadata={metadata} actions={{ ...nothing, ...actions }} />);
const names = () => screen.queryAllByRole("button").map(({ textContent }) => textContent);

afterEach(cleanup);

const ended = Object.keys(problems).filter((code) => /^(?:turn|model|runtime|worker)\./.test(code));

describe("the end of a turn", () => {
  it.each(ended as ProblemCode[])("[CHAT-2] tells cause and way on after %s", async (code) => {
    const { container } = show(failed(code), {
      onRetry: async () => undefined,
      onSwitchModel: () => undefined,
    });
    expect(container.textContent).toContain(problems[code].title);
    expect(names().includes("Try again")).toBe(problems[code].retry !== "never");
    await expectAccessible(container);
  });

  it("[ERR-1] keeps what the provider said under Details", () => {
    show(failed("model.auth_failed", { detail: "401 invalid key" }));
    expect(screen.getByText("Details").closest("details")?.open).toBe(false);
    expect(screen.getByText("model.auth_failed: 401 invalid key")).toBeTruthy();
  });

  it("offers another model where that may help, and only there", () => {
    const onSwitchModel = vi.fn();
    show(failed("model.overloaded"), { onSwitchModel });
    fireEvent.click(screen.getByRole("button", { name: "Switch model" }));
    expect(onSwitchModel).toHaveBeenCalledOnce();
    cleanup();
    show(failed("turn.timed_out"), { onSwitchModel });
    expect(names()).toEqual([]);
  });

  it("[CHAT-2] [RUN-7] is neutral after a stop, with Try again once at a time", async () => {
    let settle: () => void = () => undefined;
    const onRetry = vi.fn(
      () =>
        new Promise<void>((resolve) => {
          settle = resolve;
        }),
    );
    const { container } = show({ turnState: "stopped", durationMs: 41_000 }, { onRetry });
    expect(container.textContent).toContain("Stopped after 41.0s. What the agent did until then is kept.");
    const retry = screen.getByRole("button", { name: "Try again" });
    fireEvent.click(retry);
    fireEvent.click(retry);
    expect(onRetry).toHaveBeenCalledOnce();
    settle();
    await waitFor(() => expect(retry.getAttribute("aria-busy")).toBeNull());
  });

  it("[RUN-8] offers to undo what can be undone, after any end", () => {
    const onUndo = async () => undefined;
    show({ turnState: "completed", undoable: true }, { onUndo });
    expect(names()).toEqual(["Undo this turn"]);
    cleanup();
    show({ turnState: "stopped", undoable: true }, { onUndo });
    expect(names()).toEqual(["Undo this turn"]);
    cleanup();
    show({ turnState: "completed", undoable: false }, { onUndo });
    expect(names()).toEqual([]);
  });

  it("[SEE-1] offers nothing to those who may not", () => {
    show({ ...failed("model.overloaded"), undoable: true });
    expect(names()).toEqual([]);
  });
});
