import { expect, it } from "vitest";
import { createLog } from "./log.ts";

it("[OPS-34] redacts what known keys and texts hold of secrets, at any depth", () => {
  const canary = "canary-5f2e";
  const lines: string[] = [];
  const log = createLog("info", { write: (line) => lines.push(line) });
  log.error("turn.failed", {
    turnId: "trn_1",
    attempt: { place: { turn_token: canary, headers: { "x-any": canary } } },
    detail: `POST https://ada:${canary}@model.example with Bearer ${canary}`,
    error: new TypeError(`no answer from mongodb://${canary}@db`),
  });
  expect(lines.join()).not.toContain(canary);
  expect(JSON.parse(lines[0] ?? "")).toMatchObject({
    process: "worker",
    event: "turn.failed",
    turnId: "trn_1",
    error: { name: "TypeError", message: "no answer from mongodb://[redacted]@db" },
  });
});
