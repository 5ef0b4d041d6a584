// @vitest-environment happy-dom
import { cleanup, fireEvent, render, screen } from "@testing-library/react";
import { afterEach, expect, it } from "vitest";
import { Reasoning } from "./reasoning.tsx";

const words = "Notice dates come first.";
const thinking = (isStreaming: boolean, durationMs: number | null = null) => (
  <Reasoning text={words} isStreaming={isStreaming} durationMs={durationMs} />
);
const button = () => screen.getByRole("button");

afterEach(cleanup);

it("is open while it streams, then folds and says how long it took", () => {
  const { rerender } = render(thinking(true));
  expect(button().textContent).toBe("Thinking");
  expect(screen.queryByText(words)).toBeTruthy();
  rerender(thinking(false, 12_300));
  expect(button().textContent).toBe("Thought for 12 s");
  expect(screen.queryByText(words)).toBeNull();
  fireEvent.click(button());
  expect(screen.queryByText(words)).toBeTruthy();
});

it.each([
  [null, "Thought"],
  [40, "Thought for 1 s"],
  [59_600, "Thought for 1 min"],
  [125_000, "Thought for 2 min 5 s"],
])("says of %s ms of thinking: %s", (durationMs, text) => {
  render(thinking(false, durationMs));
  expect(button().textContent).toBe(text);
});
