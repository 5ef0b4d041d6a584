// @vitest-environment happy-dom
import { type SandboxReport, sandboxMeanings } from "@second/contracts";
import { cleanup, fireEvent, screen, within } from "@testing-library/react";
import { afterEach, describe, expect, it, vi } from "vitest";
import {
  answerWith,
  expectAccessible,
  problem,
  renderInWorkspace,
} from "../shell/testing/render-in-workspace.tsx";
import { GeneralPage } from "./general-page.tsx";

const runtimes = "GET /api/workspaces/ws_1/runtimes";
const report = (kind: SandboxReport["kind"], reason: string | null = null) => ({
  body: { runtimes: [], sandbox: { kind, reason } },
});
const server = () => within(screen.getByRole("region", { name: "Server" }));

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

describe("the general settings", () => {
  it.each([
    ["none", "Agents run without a sandbox here"],
    ["missing", "Agents are off here"],
  ] as const)("[OPS-18] [SBX-4] say of %s what it means and how to mend it", async (kind, title) => {
    answerWith({ [runtimes]: report(kind, "bubblewrap is not installed. Install it, then restart.") });
    const { container } = renderInWorkspace(<GeneralPage />, "admin");
    await screen.findByText(title);
    expect(container.textContent).toContain(
      `${sandboxMeanings[kind]} bubblewrap is not installed. Install it, then restart.`,
    );
    await expectAccessible(container);
  });

  it.each(["bwrap", "container", "unknown"] as const)("[SBX-4] are calm about %s", async (kind) => {
    answerWith({ [runtimes]: report(kind) });
    const { container } = renderInWorkspace(<GeneralPage />);
    await server().findByText(sandboxMeanings[kind]);
    await expectAccessible(container);
  });

  it("[SEE-1] wait for the server, and say when it cannot be asked", async () => {
    answerWith({ [runtimes]: "never" });
    renderInWorkspace(<GeneralPage />);
    expect(server().getByRole("status").textContent).toBe("Asking the server");
    cleanup();
    let isBroken = true;
    answerWith({ [runtimes]: () => (isBroken ? problem("system.unavailable", 503) : report("bwrap")) });
    const { container } = renderInWorkspace(<GeneralPage />);
    await server().findByText("req_42");
    await expectAccessible(container);
    isBroken = false;
    fireEvent.click(server().getByRole("button", { name: /Try again/ }));
    await server().findByText(sandboxMeanings.bwrap);
  });

  it("[SEE-1] show members neither the server nor a name to change", () => {
    const calls = answerWith({});
    renderInWorkspace(<GeneralPage />, "member");
    expect(screen.queryByRole("region", { name: "Server" })).toBeNull();
    expect(screen.queryByRole("button", { name: "Rename" })).toBeNull();
    expect(calls).toEqual([]);
  });
});
