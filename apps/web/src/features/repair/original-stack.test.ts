import { afterEach, expect, it, vi } from "vitest";
import { originalStack, sourcePath } from "./original-stack.ts";

const base = "/preview/pv1.abc/";
/** Column 0 of the first line is line 41, column 7 of the chart; column 10 is line 3 of the SDK. */
const map = JSON.stringify({
  version: 3,
  sources: [
    "../../workspace/src/features/spend/chart.tsx",
    "../../deps/node_modules/@second/app-sdk/dist/hooks.js",
  ],
  names: [],
  mappings: "AAwCM,UCtCA",
});
const stack = `TypeError: x
    at Xe (${base.slice(1)}assets/index-BxT3k9Qz.js:1:1)
    at async ft (assets/index-BxT3k9Qz.js:1:12)
    at nobody (assets/other.js:1:1)`;

function answer(status: number): string[] {
  const asked: string[] = [];
  vi.stubGlobal("fetch", (url: string) => {
    asked.push(url);
    return Promise.resolve(
      new Response(url.includes("index") && status === 200 ? map : "", {
        status: url.includes("index") ? status : 404,
      }),
    );
  });
  return asked;
}
afterEach(() => vi.unstubAllGlobals());

it("[HEAL-2] names the places of the app's own source, and asks for each map once", async () => {
  const asked = answer(200);
  const expected = `TypeError: x
    at src/features/spend/chart.tsx:41:7
    at node_modules/@second/app-sdk/dist/hooks.js:3:7
    at nobody (assets/other.js:1:1)`;
  expect(await originalStack(base, stack)).toBe(expected);
  expect(await originalStack(base, stack)).toBe(expected);
  expect(asked.sort()).toEqual([`${base}assets/index-BxT3k9Qz.js.map`, `${base}assets/other.js.map`]);
});

it("leaves a stack as it is when there are no maps", async () => {
  answer(404);
  expect(await originalStack("/preview/older/", stack)).toBe(stack);
});

it.each([
  ["../../workspace/src/app.tsx", "src/app.tsx"],
  ["../src/lib/src/x.ts", "src/lib/src/x.ts"],
  ["/deps/node_modules/react-dom/src/client.js", "node_modules/react-dom/src/client.js"],
  ["../../main.tsx", "main.tsx"],
])("tells a source as its author knows it: %s", (source, expected) => {
  expect(sourcePath(source)).toBe(expected);
});
