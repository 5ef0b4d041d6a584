// @vitest-environment happy-dom
import { cleanup, fireEvent, screen } from "@testing-library/react";
import { afterEach, describe, expect, it } from "vitest";
import { expectAccessible, renderInWorkspace } from "../shell/testing/render-in-workspace.tsx";
import type { Part } from "./part-values.ts";
import { ToolList } from "./tool-list.tsx";
import { toolRow } from "./tool-row.ts";

const bash = (more: Partial<Part>): Part => ({
  type: "dynamic-tool",
  toolCallId: "c",
  toolName: "Bash",
  input: { command: "npm run check" },
  ...more,
});
const show = (...parts: Part[]) =>
  renderInWorkspace(<ToolList rows={parts.map((part) => toolRow(part, true))} />);

afterEach(cleanup);

describe("tool lines", () => {
  it("[CHAT-1] show a running command's output as it comes, and fold it when it is done", async () => {
    const { rerender, container } = show(
      bash({ state: "output-available", preliminary: true, output: "a.ts ok" }),
    );
    expect(screen.getByRole("region", { name: "Command and output" }).textContent).toContain("a.ts ok");
    await expectAccessible(container);
    const done = { state: "output-available", output: "a.ts ok", toolMetadata: { durationMs: 1300 } };
    rerender(<ToolList rows={[toolRow(bash(done), true)]} />);
    expect(screen.queryByRole("region")).toBeNull();
    fireEvent.click(screen.getByRole("button", { name: /Ran npm run check/ }));
    expect(screen.getByRole("region").textContent).toContain("Finished");
  });

  it("[CHAT-1] say every state in words", () => {
    const toolMetadata = { durationMs: 100 };
    show(
      bash({ toolCallId: "1", state: "input-available" }),
      bash({ toolCallId: "2", state: "output-available", output: "", toolMetadata }),
      bash({ toolCallId: "3", state: "output-error", errorText: "Exit code 2\nbroken", toolMetadata }),
      bash({ toolCallId: "4", state: "output-error", errorText: "cut" }),
    );
    expect(screen.getAllByRole("listitem").map(({ textContent }) => textContent)).toEqual([
      "Running npm run check, running",
      "Ran npm run check, done0.1s",
      "Failed npm run check, failedExit code 20.1s",
      "Interrupted while running npm run check, interrupted",
    ]);
    fireEvent.click(screen.getByRole("button", { name: /Failed/ }));
    expect(screen.getByRole("region", { name: "Command and output" }).textContent).toContain("broken");
  });

  it("lead to the sources of what was found on the web", () => {
    show({
      type: "dynamic-tool",
      toolCallId: "w",
      toolName: "WebSearch",
      state: "output-available",
      input: { query: "notice periods" },
      output: "1. https://law.example/notice (good) 2. https://law.example/notice 3. https://b.example/x",
      toolMetadata: { durationMs: 100 },
    });
    fireEvent.click(screen.getByRole("button", { name: /Searched the web/ }));
    expect(screen.getAllByRole("link").map((link) => link.getAttribute("href"))).toEqual([
      "https://law.example/notice",
      "https://b.example/x",
    ]);
  });
});
