// @vitest-environment happy-dom
import type { AppView } from "@second/contracts";
import { useQuery } from "@tanstack/react-query";
import { cleanup, fireEvent, screen, waitFor } from "@testing-library/react";
import { afterEach, describe, expect, it, vi } from "vitest";
import { api } from "../session/api.ts";
import { queryKeys } from "../session/query-keys.ts";
import {
  type Answers,
  answerWith,
  expectAccessible,
  problem,
  renderInWorkspace,
} from "../shell/testing/render-in-workspace.tsx";
import { AppBar } from "./app-bar.tsx";

const app = {
  id: "app_1",
  workspaceId: "ws_1",
  name: "Vendor renewals",
  runState: "running",
  versionNumber: 1,
} as unknown as AppView; // what the bar reads of it
const path = "/api/workspaces/ws_1/apps/app_1";

function Bar() {
  const { data } = useQuery({
    queryKey: queryKeys.app("ws_1", "app_1"),
    queryFn: () => api.get<AppView>(path),
  });
  return data ? <AppBar app={data} canEdit onVersions={null} /> : null;
}
const edit = async (answers: Answers) => {
  const calls = answerWith(answers);
  const { container } = renderInWorkspace(<Bar />);
  fireEvent.click(await screen.findByRole("button", { name: "Vendor renewals" }));
  fireEvent.change(field(), { target: { value: "Suppliers" } });
  return { container, renames: () => calls.filter(({ call }) => call.startsWith("PATCH")) };
};
const field = () => screen.getByLabelText<HTMLInputElement>("Name of the app");

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

describe("the name of an app", () => {
  it("is kept with Enter and shows at once", async () => {
    const { renames } = await edit({ [`GET ${path}`]: { body: app }, [`PATCH ${path}`]: "never" });
    fireEvent.keyDown(field(), { key: "Enter" });
    await screen.findByRole("button", { name: "Suppliers" });
    expect(renames().map(({ body }) => body)).toEqual([{ name: "Suppliers" }]);
  });

  it("stays in its field when it was refused, with the reason, and the rest of the app is as it is now", async () => {
    let now = app;
    const { container } = await edit({
      [`GET ${path}`]: () => ({ body: now }),
      [`PATCH ${path}`]: () => {
        now = { ...app, runState: "completed", versionNumber: 2 };
        return problem("app.name_taken", 409);
      },
    });
    fireEvent.keyDown(field(), { key: "Enter" });
    const alert = await screen.findByRole("alert");
    expect(alert.textContent).toBe("Title of app.name_taken");
    expect(field().value).toBe("Suppliers");
    expect(field().getAttribute("aria-describedby")).toBe(alert.id);
    await screen.findByText("Version 2");
    expect(screen.queryByText("Working")).toBeNull();
    await expectAccessible(container);
    fireEvent.keyDown(field(), { key: "Escape" });
    expect(screen.getByRole("button", { name: "Vendor renewals" })).toBeTruthy();
    expect(screen.queryByRole("alert")).toBeNull();
  });

  it("is not kept by an Enter that confirms an input method's word", async () => {
    const { renames } = await edit({ [`GET ${path}`]: { body: app } });
    fireEvent.keyDown(field(), { key: "Enter", isComposing: true });
    expect(field().value).toBe("Suppliers");
    await waitFor(() => expect(renames()).toEqual([]));
  });
});
