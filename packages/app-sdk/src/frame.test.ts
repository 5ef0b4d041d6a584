// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { currentClient, setCurrentClient } from "./client.ts";
import { dataError } from "./errors.ts";
import { parentPort } from "./host-port.ts";

const posted: { message: { type?: string }; origin: string }[] = [];
/** Stands in for the page that shows the app. */
const parent = {
  postMessage: (message: { type?: string }, origin: string) => posted.push({ message, origin }),
};
let former: PropertyDescriptor | undefined;

beforeEach(() => {
  vi.useFakeTimers();
  window.history.replaceState(null, "", "/");
  posted.length = 0;
  former = Object.getOwnPropertyDescriptor(window, "parent");
  Object.defineProperty(window, "parent", { configurable: true, value: parent });
});
afterEach(() => {
  setCurrentClient(null)?.close();
  if (former) Object.defineProperty(window, "parent", former);
  vi.useRealTimers();
});

function receive(data: unknown, source: unknown = parent): void {
  const event = new MessageEvent("message", { data });
  Object.defineProperty(event, "source", { value: source });
  window.dispatchEvent(event);
}

it("[DATA-67] hears its parent window only", () => {
  const heard: unknown[] = [];
  const end = parentPort().listen((message) => heard.push(message));
  receive("of the parent");
  receive("of another frame", { postMessage: () => undefined });
  receive("of the app itself", window);
  receive("of nobody", null);
  end();
  receive("too late");
  expect(heard).toEqual(["of the parent"]);
});

it("hears nothing of itself when it is not in a frame", () => {
  Object.defineProperty(window, "parent", { configurable: true, value: window });
  const heard: unknown[] = [];
  const end = parentPort().listen((message) => heard.push(message));
  receive("own", window);
  end();
  expect(heard).toEqual([]);
});

it("greets until the host listens, and asks for nothing before", () => {
  const client = currentClient();
  expect(currentClient()).toBe(client);
  client.live({ collection: "tasks" }).subscribe(() => undefined);
  vi.advanceTimersByTime(2500);
  expect(posted.map(({ message }) => message.type)).toEqual(["second:hello", "second:hello", "second:hello"]);
  expect(posted[0]?.message).toMatchObject({ source: "second-app", protocol: 2 });
  const hello = { source: "second-platform", type: "second:hello-response", requestId: "x", protocol: 2 };
  receive({ ...hello, error: { code: "system.unavailable" } });
  receive({ ...hello, source: "someone" });
  expect(posted).toHaveLength(3);
  receive({ ...hello, user: { id: "usr_ada" }, side: "draft" });
  expect(posted.map(({ message }) => message.type).slice(3)).toEqual(["second:data:subscribe"]);
  vi.advanceTimersByTime(5000);
  expect(posted).toHaveLength(4);
});

it("[SDK-3] lets the shell tell an uncaught refusal, once, and nothing else", () => {
  currentClient();
  posted.length = 0;
  const reject = (reason: unknown) => {
    const event = new Event("unhandledrejection");
    window.dispatchEvent(Object.assign(event, { reason }));
  };
  reject(new Error("the app's own"));
  const title = "This record is larger than 256 KB.";
  const refusal = dataError({ code: "document.too_large", title, status: 413, retryable: false });
  reject(refusal);
  reject(refusal);
  const told = posted.filter(({ message }) => message.type === "second:preview:error");
  expect(told.map(({ message }) => message)).toEqual([
    {
      source: "second-app",
      type: "second:preview:error",
      kind: "data:document.too_large",
      message: title,
      route: "/",
    },
  ]);
});
