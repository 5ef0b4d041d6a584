import fc from "fast-check";
import { expect, it } from "vitest";
import { fromBundler, limitDiagnostics, parseTypeErrors, withoutEchoes } from "./diagnostics.ts";

it("reads the compiler's errors with their further lines, and those without a place", () => {
  const text = [
    "src/app.tsx(3,7): error TS2322: Type 'A' is not assignable to type 'B'.",
    "  Property 'x' is missing in type 'A'.",
    "error TS2688: Cannot find type definition file for 'vite/client'.",
    "src/odd (1).ts(10,2): error TS1005: ';' expected.",
    "",
    "Found 3 errors.",
  ].join("\r\n");
  expect(parseTypeErrors(text)).toEqual([
    {
      file: "src/app.tsx",
      line: 3,
      column: 7,
      code: "TS2322",
      message: "Type 'A' is not assignable to type 'B'.\n  Property 'x' is missing in type 'A'.",
    },
    {
      file: "",
      line: 1,
      column: 1,
      code: "TS2688",
      message: "Cannot find type definition file for 'vite/client'.",
    },
    { file: "src/odd (1).ts", line: 10, column: 2, code: "TS1005", message: "';' expected." },
  ]);
});

it("takes colours, machine paths and queries out of a bundler's error, and finds its place in the drawing", () => {
  const at = { root: "/tmp/x/files", set: "/tmp/deps/abc" };
  const error = { file: "", line: 1, column: 1, plugin: "vite" };
  const drawn =
    "\u001b[31m[PARSE]\u001b[0m in /tmp/x/files/src/a.ts and /tmp/deps/abc/node_modules/b\n ╭─[ src/a.ts:7:3 ]";
  expect(fromBundler({ ...error, message: drawn }, at)).toEqual({
    file: "src/a.ts",
    line: 7,
    column: 3,
    code: "vite",
    message: "[PARSE] in src/a.ts and node_modules/b\n ╭─[ src/a.ts:7:3 ]",
  });
  const named = { ...error, file: "/tmp/x/files/src/a.css?direct", line: 4, message: "x" };
  expect(fromBundler(named, at)).toMatchObject({ file: "src/a.css", line: 4, message: "x" });
});

it("lists a line that both stumble over once", () => {
  const place = { file: "src/a.ts", line: 2, column: 1 };
  const type = { ...place, code: "TS1005", message: "type" };
  const echo = { ...place, code: "vite", message: "echo" };
  const other = { ...echo, line: 3 };
  expect(withoutEchoes([type], [echo, other])).toEqual([type, other]);
});

it("[BLD-3] keeps at most 50 diagnostics and 200 KB, the first ones", () => {
  const message = fc.string({ maxLength: 9_000 });
  fc.assert(
    fc.property(fc.array(message, { maxLength: 80 }), (messages) => {
      const all = messages.map((each, line) => ({ file: "a", line, column: 1, code: "x", message: each }));
      const kept = limitDiagnostics(all);
      expect(kept.length).toBeLessThanOrEqual(50);
      expect(Buffer.byteLength(JSON.stringify(kept))).toBeLessThanOrEqual(201 * 1024);
      expect(kept.map((each) => each.line)).toEqual(kept.map((_, index) => index));
    }),
  );
  const long = { file: "a", line: 1, column: 1, code: "x", message: "ä".repeat(9_000) };
  expect(limitDiagnostics(Array.from({ length: 60 }, () => long)).length).toBe(25);
});
