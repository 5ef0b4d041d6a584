// @vitest-environment happy-dom
import type { Plan } from "@second/contracts";
import { act, cleanup, fireEvent, screen } from "@testing-library/react";
import { afterEach, describe, expect, it, vi } from "vitest";
import { ApiError, unreachable } from "../session/problem.ts";
import { expectAccessible, renderInWorkspace } from "../shell/testing/render-in-workspace.tsx";
import type { PlanCardView } from "./blocks.ts";
import { PlanCard } from "./plan-card.tsx";

const plan: Plan = {
  title: "Vendor renewals",
  overview: "One list of contracts.",
  features: [{ name: "List", description: "All contracts." }],
  dataFlow: "It stays here.",
  agents: null,
  backend: null,
  data: [{ collection: "contracts", fields: ["vendor", "cost"] }],
  notDoing: ["Cancel contracts"],
  assumptions: ["Costs are yearly.", "All in euros."],
};
const card: PlanCardView = { callId: "call_1", plan, title: plan.title, cardHash: "hash", decision: null };
const decision = {
  decision: "approve" as const,
  by: { id: "usr_2", name: "Grace Okafor" },
  at: "2030-01-01T00:00:00.000Z",
};

const button = (name: string) => screen.getByRole<HTMLButtonElement>("button", { name });
const show = (view: Partial<PlanCardView> = {}, state: "writing" | "open" | "inert" = "open") => {
  const onDecide = vi.fn(async () => undefined);
  const onShown = vi.fn();
  const { container } = renderInWorkspace(
    <PlanCard card={{ ...card, ...view }} state={state} onDecide={onDecide} onShown={onShown} />,
  );
  return { container, onDecide, onShown };
};

afterEach(cleanup);

describe("a plan", () => {
  it("[CARD-1] is a document with the decision at its end", async () => {
    const { container, onShown } = show();
    const titles = screen.getAllByRole("heading", { level: 4 }).map(({ textContent }) => textContent);
    expect(titles).toEqual([
      "What people can do",
      "What it stores",
      "Where data goes",
      "What it will not do",
      "2 things the agent assumed. Are they right?",
    ]);
    expect(screen.getByText(/It stores 1 collection;/)).toBeTruthy();
    expect(onShown).toHaveBeenCalledOnce();
    await expectAccessible(container);
  });

  it("[CARD-1] is approved with its hash", async () => {
    const { onDecide } = show();
    fireEvent.click(button("Approve and build"));
    expect(onDecide).toHaveBeenCalledWith({ toolCallId: "call_1", cardHash: "hash", decision: "approve" });
  });

  it("[CARD-1] turns a No into wanted changes that name the assumption", () => {
    const { onDecide } = show();
    const [, second] = screen.getAllByRole("radio", { name: "No, change" });
    if (second) fireEvent.click(second);
    expect(screen.queryByRole("button", { name: "Approve and build" })).toBeNull();
    fireEvent.change(screen.getByLabelText("What should change?"), { target: { value: " Use dollars. " } });
    fireEvent.click(button("Request changes"));
    expect(onDecide).toHaveBeenCalledWith({
      toolCallId: "call_1",
      cardHash: "hash",
      decision: "changes",
      comment: "This assumption is wrong: All in euros.\nUse dollars.",
    });
  });

  it("[CARD-1] wants words when changes are requested, and can be left as it was", () => {
    const { onDecide } = show();
    fireEvent.click(button("Request changes"));
    expect(button("Request changes").disabled).toBe(true);
    fireEvent.change(screen.getByLabelText("What should change?"), { target: { value: "x".repeat(4001) } });
    expect(screen.getByText("This is 1 characters too long.")).toBeTruthy();
    expect(button("Request changes").disabled).toBe(true);
    fireEvent.click(button("Cancel"));
    expect(button("Approve and build")).toBeTruthy();
    expect(onDecide).not.toHaveBeenCalled();
  });

  it("is decided once, however often one clicks", async () => {
    let settle: () => void = () => undefined;
    const onDecide = vi.fn(
      () =>
        new Promise<void>((resolve) => {
          settle = resolve;
        }),
    );
    renderInWorkspace(<PlanCard card={card} state="open" onDecide={onDecide} onShown={() => undefined} />);
    fireEvent.click(button("Approve and build"));
    fireEvent.click(button("Approve and build"));
    expect(onDecide).toHaveBeenCalledOnce();
    expect(button("Approve and build").getAttribute("aria-busy")).toBe("true");
    await act(async () => settle());
    expect(button("Approve and build").getAttribute("aria-busy")).toBeNull();
  });

  it("tells in its place why a decision was not accepted, and keeps what was written", async () => {
    const onDecide = vi.fn(async () => {
      throw new ApiError(unreachable);
    });
    renderInWorkspace(<PlanCard card={card} state="open" onDecide={onDecide} onShown={() => undefined} />);
    fireEvent.click(button("Request changes"));
    fireEvent.change(screen.getByLabelText("What should change?"), { target: { value: "Add a region." } });
    fireEvent.click(button("Request changes"));
    expect((await screen.findByRole("alert")).textContent).toBe(unreachable.message);
    expect(screen.getByLabelText<HTMLTextAreaElement>("What should change?").value).toBe("Add a region.");
  });

  it("[CARD-3] is one inert line once it is decided, and opens to be read", async () => {
    const { container } = show({ decision });
    const line = screen.getByRole("button", { name: /Plan approved by Grace Okafor/ });
    expect(screen.getAllByRole("button")).toEqual([line]);
    expect(screen.queryByText("One list of contracts.")).toBeNull();
    fireEvent.click(line);
    expect(screen.getByText("One list of contracts.")).toBeTruthy();
    expect(screen.queryByRole("button", { name: "Approve and build" })).toBeNull();
    await expectAccessible(container);
  });

  it("[CARD-3] is inert when something newer took its place", () => {
    show({}, "inert");
    expect(screen.getByRole("button", { name: /Earlier plan ?: Vendor renewals/ })).toBeTruthy();
    expect(screen.queryByRole("button", { name: "Approve and build" })).toBeNull();
  });

  it("[CARD-1] is a skeleton with its title while it is written, and waits for the turn's end", () => {
    show({ plan: null, cardHash: null }, "writing");
    expect(screen.getByText("Writing the plan")).toBeTruthy();
    expect(screen.getByRole("heading", { name: "Vendor renewals" })).toBeTruthy();
    cleanup();
    show({ cardHash: null }, "writing");
    expect(screen.getByText("You decide in a moment.")).toBeTruthy();
  });
});
