// @vitest-environment happy-dom
import type { PreviewMessage } from "@second/contracts";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { act, cleanup, render, waitFor } from "@testing-library/react";
import { StrictMode } from "react";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { WorkspaceProvider } from "../shell/workspace-context.tsx";
import { HubProvider } from "../streams/hub-provider.tsx";
import { useBridge } from "./use-bridge.ts";

const user = { id: "usr_ada", name: "Ada", email: "ada@example.com" };
const previews: PreviewMessage[] = [];

interface FrameProps {
  theme: "light" | "dark";
  loadKey: string;
}

type Message = { type?: string; requestId?: string; [field: string]: unknown };
const got: Message[] = [];
/** The part of a frame that the bridge uses: its window. */
const contentWindow = { postMessage: (message: Message) => void got.push(message) };
const frameRef = { current: { contentWindow } as unknown as HTMLIFrameElement };

/** What a preview panel does with the bridge. */
function Frame({ theme, loadKey }: FrameProps) {
  const onPreview = (message: PreviewMessage) => void previews.push(message);
  useBridge({ frameRef, workspaceId: "ws_1", appId: "app_1", side: "draft", theme, loadKey, onPreview });
  return null;
}

function page(props: FrameProps) {
  return (
    <StrictMode>
      <QueryClientProvider client={new QueryClient()}>
        <WorkspaceProvider value={{ workspaceId: "ws_1", slug: "acme", user }}>
          <HubProvider person={user.id}>
            <Frame {...props} />
          </HubProvider>
        </WorkspaceProvider>
      </QueryClientProvider>
    </StrictMode>
  );
}

function send(data: object) {
  const event = new MessageEvent("message", { data });
  Object.defineProperty(event, "source", { value: contentWindow });
  Object.defineProperty(event, "origin", { value: "null" });
  act(() => void window.dispatchEvent(event));
}
const greet = (requestId: string) =>
  send({ source: "second-app", type: "second:hello", requestId, protocol: 2, sdkVersion: "0.1.0" });
const answerTo = (id: string) => got.find(({ requestId }) => requestId === id);

beforeEach(() => {
  previews.length = 0;
  got.length = 0;
  // One tab alone.
  vi.stubGlobal("BroadcastChannel", undefined);
  vi.stubGlobal("fetch", async (path: string, init: RequestInit) => {
    if (path === "/api/workspaces/ws_1") {
      return Response.json({ id: "ws_1", slug: "acme", name: "Acme", role: "owner", permissions: [] });
    }
    if (path === "/api/workspaces/ws_1/apps/app_1/data?side=draft") {
      const { collection, data } = JSON.parse(String(init.body));
      return Response.json({ doc: { _id: "x", _version: 1, collection, ...data } }, { status: 201 });
    }
    return new Promise(() => undefined);
  });
});
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

it("answers the frame as the page's person, and passes checked preview messages on", async () => {
  render(page({ theme: "light", loadKey: "one" }));
  await waitFor(() => {
    greet("hello");
    expect(answerTo("hello")).toMatchObject({
      side: "draft",
      theme: "light",
      user: { ...user, role: "owner", avatar: null, teams: [] },
    });
  });
  const insert = { type: "second:data:insert", requestId: "w", collection: "tasks", data: { name: "a" } };
  send({ source: "second-app", ...insert });
  await waitFor(() => expect(answerTo("w")).toMatchObject({ doc: { name: "a" } }));
  send({ source: "second-app", type: "second:preview:route", route: "/list" });
  send({ source: "second-app", type: "second:preview:route", route: 5 });
  expect(previews).toEqual([{ source: "second-app", type: "second:preview:route", route: "/list" }]);
});

it("keeps its bridge when the theme changes, and begins another with another load", async () => {
  const view = render(page({ theme: "light", loadKey: "one" }));
  await waitFor(() => {
    greet("hello");
    expect(answerTo("hello")).toMatchObject({ user: { id: user.id } });
  });
  got.length = 0;
  view.rerender(page({ theme: "dark", loadKey: "one" }));
  expect(got).toEqual([{ source: "second-platform", type: "second:preview:theme", theme: "dark" }]);
  view.rerender(page({ theme: "dark", loadKey: "two" }));
  got.length = 0;
  await waitFor(() => {
    greet("again");
    expect(got.filter(({ type, error }) => type === "second:hello-response" && !error)).toHaveLength(1);
  });
  view.unmount();
  got.length = 0;
  greet("late");
  expect(got).toEqual([]);
});
