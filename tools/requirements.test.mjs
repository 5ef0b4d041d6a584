import { describe, expect, it } from "vitest";
import { citations, disagreements, enter, idsIn, readRequirements } from "./requirements.mjs";

describe("docs/requirements.json", () => {
  it("agrees with the tests: every cited id is there, and every delivered one is cited", async () => {
    expect(disagreements(readRequirements(), await citations())).toEqual([]);
  });

  it("is in the order of its ids", () => {
    const requirements = readRequirements();
    expect(Object.keys(requirements)).toEqual(Object.keys(enter(requirements, {})));
  });
});

describe("disagreements", () => {
  const cited = new Map([["RUN-1", ["a.test.ts"]]]);
  const fine = { text: "Something holds.", state: "delivered" };

  it("finds what is cited and unknown, delivered and unproved, and badly written", () => {
    expect(disagreements({ "RUN-1": fine }, cited)).toEqual([]);
    expect(disagreements({}, cited)).toEqual(["RUN-1 is cited in a.test.ts, but is no requirement."]);
    expect(disagreements({ "RUN-1": fine, "RUN-2": fine }, cited)).toEqual([
      "RUN-2 is delivered, but no test cites it.",
    ]);
    expect(disagreements({ "RUN-1": { text: "", state: "done" } }, cited)).toHaveLength(1);
  });
});

describe("idsIn", () => {
  it("reads names of tests and leaves comments", () => {
    const text = `// [RUN-9] not this\n * [RUN-8]\n  it("[RUN-1] [DATA-22] does it", () => undefined);\n  ["[OPS-15] a row"],`;
    expect(idsIn(text)).toEqual(["RUN-1", "DATA-22", "OPS-15"]);
  });
});

describe("enter", () => {
  it("keeps what is delivered, and sorts by area and number", () => {
    const entered = enter(
      { "RUN-10": { text: "ten", state: "delivered" } },
      {
        "RUN-2": "two",
        "RUN-10": { text: "later", state: "planned" },
        "APP-1": { text: "one", state: "planned" },
      },
    );
    expect(Object.entries(entered)).toEqual([
      ["APP-1", { text: "one", state: "planned" }],
      ["RUN-2", { text: "two", state: "delivered" }],
      ["RUN-10", { text: "ten", state: "delivered" }],
    ]);
  });
});
