// @vitest-environment happy-dom
import type { ChatView } from "@second/contracts";
import { act, cleanup, render, screen } from "@testing-library/react";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { Announcer } from "./announcer.tsx";
import type { Part } from "./part-values.ts";

const running = (turnId: string): ChatView => ({
  messages: [],
  state: "running",
  turnId,
  cursor: turnId,
  queue: [],
  failure: null,
  usage: null,
});
const words = (text: string): Part[] => [{ type: "text", text, state: "done" }];
const heard = () => {
  act(() => void vi.runAllTimers());
  return screen.getByRole("status").textContent;
};

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

it("[CHAT-3] tells the answer of a queued turn that begins at once, and each piece once", () => {
  const { rerender } = render(<Announcer chat={running("trn_1")} parts={words("The list is there.")} />);
  expect(heard()).toBe("The list is there.");
  rerender(<Announcer chat={running("trn_2")} parts={words("The filter too.")} />);
  expect(heard()).toBe("The filter too.");
  rerender(<Announcer chat={running("trn_2")} parts={words("The filter too.\n\nAnd a region.")} />);
  expect(heard()).toBe("And a region.");
});
