// @vitest-environment happy-dom
import type { AppView } from "@second/contracts";
import { useQueryClient } from "@tanstack/react-query";
import { cleanup, fireEvent, screen, waitFor } from "@testing-library/react";
import { afterEach, describe, expect, it, vi } from "vitest";
import { queryKeys } from "../session/query-keys.ts";
import { answerWith, problem, renderInWorkspace } from "../shell/testing/render-in-workspace.tsx";
import { AppPage } from "./app-page.tsx";
import { OpenAppPage } from "./open-app-page.tsx";

vi.mock("next/navigation", () => ({ useSearchParams: () => new URLSearchParams(location.search) }));

const app = {
  id: "app_1",
  workspaceId: "ws_1",
  runId: "run_1",
  name: "Vendor renewals",
  runState: "completed",
  draftVersionId: null,
  versionNumber: null,
  permissions: [],
} as unknown as AppView; // what the pages read of it
const path = "GET /api/workspaces/ws_1/apps/app_1";
const chatPath = `${path}/runs/run_1/chat`;

function Hint() {
  const client = useQueryClient();
  const look = () => void client.invalidateQueries({ queryKey: queryKeys.app("ws_1", "app_1"), exact: true });
  return (
    <button type="button" onClick={look}>
      Hint
    </button>
  );
}

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

describe.each([
  ["the app's page", AppPage],
  ["the app on a page of its own", OpenAppPage],
])("%s", (_name, Page) => {
  const showThen = async (status: number) => {
    let isFirst = true;
    const calls = answerWith({
      [path]: () => {
        const answer = isFirst ? { body: app } : problem("resource.not_found", status);
        isFirst = false;
        return answer;
      },
      [chatPath]: "never",
    });
    renderInWorkspace(
      <>
        <Hint />
        <Page appId="app_1" />
      </>,
    );
    await screen.findByRole("heading", { name: "Vendor renewals" });
    fireEvent.click(screen.getByRole("button", { name: "Hint" }));
    await waitFor(() => expect(calls.filter(({ call }) => call === path)).toHaveLength(2));
  };

  it("shows nothing of it to whoever may no longer see it", async () => {
    await showThen(404);
    await screen.findByText("There is nothing here that you can see");
    expect(screen.queryByText("Vendor renewals")).toBeNull();
  });

  it("keeps showing it while it cannot be read", async () => {
    await showThen(503);
    expect(screen.getByRole("heading", { name: "Vendor renewals" })).toBeTruthy();
  });
});
