import { describe, expect, it } from "vitest";
import { failureSignature, stackFrames, topFrame, withoutParticulars } from "./failure-signature.ts";

const chromium = `TypeError: Cannot read properties of undefined (reading 'toFixed')
    at SpendChart (http://localhost:3000/preview/pv1.abc-def/assets/index-BxT3k9Qz.js:9:41231)
    at async load (assets/index-BxT3k9Qz.js:9:11)
    at http://localhost:3000/preview/pv1.abc-def/assets/index-BxT3k9Qz.js?v=1:12:7`;
const firefox = `SpendChart@http://localhost:3000/preview/pv1.abc-def/assets/index-BxT3k9Qz.js:9:41231
@http://localhost:3000/preview/pv1.abc-def/assets/index-BxT3k9Qz.js:12:7`;

describe("stackFrames", () => {
  it("[HEAL-2] reads what browsers write, without the address of the preview", () => {
    const file = "assets/index-BxT3k9Qz.js";
    expect(stackFrames(chromium)).toEqual([
      { name: "SpendChart", file, line: 9, column: 41231 },
      { name: "load", file, line: 9, column: 11 },
      { name: null, file, line: 12, column: 7 },
    ]);
    expect(stackFrames(firefox)).toEqual([
      { name: "SpendChart", file, line: 9, column: 41231 },
      { name: null, file, line: 12, column: 7 },
    ]);
    expect(stackFrames("no stack\nat all")).toEqual([]);
  });

  it("[HEAL-2] finds the topmost place of the app's own source", () => {
    const stack = "    at render (node_modules/react-dom/x.js:1:1)\n    at Chart (src/chart.tsx:41:7)";
    expect(topFrame(stack)).toMatchObject({ file: "src/chart.tsx", line: 41 });
    expect(topFrame("    at render (assets/a.js:1:1)")).toMatchObject({ file: "assets/a.js" });
    expect(topFrame("")).toBeNull();
  });
});

describe("withoutParticulars", () => {
  it.each([
    ["Row 17 of 3,120.5", "Row # of #"],
    ["No document 01j9zk3v5x8q2m4n6p7r8s9t0v", "No document #"],
    ["usr_01j9zk3v5x8q2m4n6p7r8s9t0v is gone", "# is gone"],
    ["b1946ac9-2c44-4b7a-9e0f-0a1b2c3d4e5f and deadbeef01", "# and #"],
    ["GET https://example.com/a/b?c=1 failed", "GET # failed"],
    ["ada@example.com has no name", "# has no name"],
    [
      "Cannot read properties of undefined (reading 'facade')",
      "Cannot read properties of undefined (reading 'facade')",
    ],
  ])("[HEAL-2] %s", (text, expected) => {
    expect(withoutParticulars(text)).toBe(expected);
  });
});

describe("failureSignature", () => {
  const failure = { kind: "TypeError", message: "Row 17 has no cost", stack: chromium };

  it("[HEAL-2] stays over builds that move code and name the bundle anew", () => {
    const rebuilt = chromium.replaceAll("BxT3k9Qz", "Ck-_81aa").replaceAll("41231", "42007");
    expect(failureSignature({ ...failure, message: "Row 3 has no cost", stack: rebuilt })).toBe(
      failureSignature(failure),
    );
  });

  it.each([
    ["kind", { kind: "RangeError" }],
    ["words", { message: "Row 17 has no owner" }],
    ["place", { stack: chromium.replace("SpendChart", "OwnerChart") }],
  ])("[HEAL-2] differs by %s", (_, change) => {
    expect(failureSignature({ ...failure, ...change })).not.toBe(failureSignature(failure));
  });
});
