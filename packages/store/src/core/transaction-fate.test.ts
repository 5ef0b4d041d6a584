import { expect, it } from "vitest";
import { TransactionFate, withinDeadline } from "./transaction-fate.ts";

it("gives up on a transaction that hangs", async () => {
  const hanging = withinDeadline(new Promise(() => undefined), 5);
  await expect(hanging).rejects.toMatchObject({ code: "store.unavailable" });
  expect(await withinDeadline(Promise.resolve("in time"), 60_000)).toBe("in time");
});

it("keeps the first failure and lets nothing happen after it", () => {
  const fate = new TransactionFate();
  fate.checkOpen();
  const first = new Error("first");
  fate.fail(first);
  fate.fail(new Error("second"));
  expect(fate.failure?.error).toBe(first);
  expect(() => fate.checkOpen()).toThrow(expect.objectContaining({ code: "store.misuse", cause: first }));
});
