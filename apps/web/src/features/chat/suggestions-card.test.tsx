// @vitest-environment happy-dom
import { cleanup, fireEvent, screen } from "@testing-library/react";
import { afterEach, describe, expect, it, vi } from "vitest";
import { ApiError, unreachable } from "../session/problem.ts";
import { expectAccessible, renderInWorkspace } from "../shell/testing/render-in-workspace.tsx";
import type { SuggestionsCardView } from "./blocks.ts";
import { SuggestionsCard } from "./suggestions-card.tsx";

const card: SuggestionsCardView = {
  callId: "call_1",
  cardHash: "hash",
  decision: null,
  suggestions: [
    { emoji: "📅", title: "A calendar", subtitle: "Months side by side." },
    { emoji: "🔔", title: "A reminder", subtitle: "A month before." },
  ],
};

afterEach(cleanup);

describe("suggestions", () => {
  it("[CARD-1] send the chosen one", async () => {
    const onDecide = vi.fn(async () => undefined);
    const { container } = renderInWorkspace(<SuggestionsCard card={card} state="open" onDecide={onDecide} />);
    fireEvent.click(screen.getByRole("button", { name: /A reminder/ }));
    expect(onDecide).toHaveBeenCalledWith({
      toolCallId: "call_1",
      cardHash: "hash",
      decision: "choose",
      choice: 1,
    });
    await expectAccessible(container);
  });

  it("tell why a choice was not accepted", async () => {
    const onDecide = vi.fn(async () => {
      throw new ApiError(unreachable);
    });
    renderInWorkspace(<SuggestionsCard card={card} state="open" onDecide={onDecide} />);
    fireEvent.click(screen.getByRole("button", { name: /A calendar/ }));
    expect((await screen.findByRole("alert")).textContent).toBe(unreachable.message);
  });

  it("[CARD-3] are one line once chosen, and choose nothing while the turn goes on", () => {
    const onDecide = vi.fn(async () => undefined);
    const by = { id: "usr_2", name: "Grace Okafor" };
    const decision = { decision: "choose" as const, by, at: "2030-01-01T00:00:00.000Z" };
    renderInWorkspace(<SuggestionsCard card={{ ...card, decision }} state="open" onDecide={onDecide} />);
    expect(screen.getByRole("button", { name: /Suggestion chosen by Grace Okafor/ })).toBeTruthy();
    cleanup();
    renderInWorkspace(<SuggestionsCard card={card} state="writing" onDecide={onDecide} />);
    fireEvent.click(screen.getByRole("button", { name: /A calendar/ }));
    expect(onDecide).not.toHaveBeenCalled();
  });
});
