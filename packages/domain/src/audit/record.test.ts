import { type AuditEvent, problemOf } from "@second/contracts";
import { StoreError, type Transaction } from "@second/store";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { shortenMetadata } from "./limit-size.ts";
import { type AuditEntry, recordAudit } from "./record.ts";

const platform = {
  clock: { now: () => Date.parse("2026-11-24T12:00:00.000Z") },
  ids: { ulid: () => "01jdq7m3kx8v2w9r4tzc6b5ahe", bytes: (count: number) => new Uint8Array(count) },
};

async function record(entry: Partial<AuditEntry<"access.denied">>, failure?: Error): Promise<AuditEvent> {
  const written: AuditEvent[] = [];
  const tx = {
    insert: async (_: unknown, event: AuditEvent) => {
      if (failure) throw failure;
      written.push(event);
    },
  } as unknown as Transaction; // recordAudit only inserts
  await recordAudit(platform, tx, {
    name: "access.denied",
    workspaceId: "ws_1",
    actor: { kind: "user", userId: "usr_1", role: "member" },
    target: { type: "route", id: "members.list" },
    metadata: { permission: "members:view", route: "members.list" },
    ...entry,
  });
  const [event] = written;
  if (!event) throw new Error("nothing was written");
  return event;
}

describe("recording", () => {
  it("[GOV-88] sets time, trust, category and retention itself", async () => {
    expect(await record({ outcome: "denied", severity: "warning" })).toMatchObject({
      id: "evt_01jdq7m3kx8v2w9r4tzc6b5ahe",
      schemaVersion: 1,
      category: "access",
      outcome: "denied",
      severity: "warning",
      occurredAt: "2026-11-24T12:00:00.000Z",
      source: { kind: "web_server", trust: "server_trusted" },
      retention: { policy: "security" },
    });
  });

  it("[GOV-89] fails for an unlisted name or key", async () => {
    await expect(record({ name: "access.granted" as "access.denied" })).rejects.toThrow();
    const metadata = { permission: "x", route: "y", prompt: "z" };
    await expect(record({ metadata })).rejects.toThrow();
  });

  it("[GOV-90] cuts what is too long and says so", async () => {
    const event = await record({
      metadata: { permission: "x".repeat(600), route: "y" },
      changes: { changedFields: Array.from({ length: 60 }, (_, index) => `field${index}`) },
    });
    expect(event.metadata).toEqual({ permission: "x".repeat(512), route: "y", _truncated: true });
    expect(event.changes?.changedFields).toHaveLength(50);
  });

  it("[GOV-90] keeps any metadata within size, depth, length and count", () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 8 })), (given) => {
        const { metadata, cut } = shortenMetadata(given);
        const depthOf = (value: unknown): number =>
          typeof value === "object" && value !== null
            ? 1 + Math.max(0, ...Object.values(value).map(depthOf))
            : 0;
        expect(depthOf(metadata)).toBeLessThanOrEqual(6);
        expect(cut || JSON.stringify(metadata) === JSON.stringify(given)).toBe(true);
      }),
    );
    const wide = Object.fromEntries(Array.from({ length: 40 }, (_, index) => [`k${index}`, "x".repeat(500)]));
    const { metadata, cut } = shortenMetadata(wide);
    expect(cut).toBe(true);
    expect(Buffer.byteLength(JSON.stringify(metadata))).toBeLessThanOrEqual(8192);
  });

  it("[GOV-87] is unavailable when the event cannot be kept, so that the change does not happen", async () => {
    const failed = await record({}, new StoreError("store.unavailable", "gone")).catch(problemOf);
    expect(failed).toMatchObject({ code: "audit.unavailable" });
    await expect(record({}, new StoreError("store.disk_full", "full"))).rejects.toMatchObject({
      code: "store.disk_full",
    });
    const conflict = new Error("try again");
    await expect(record({}, conflict)).rejects.toBe(conflict);
  });
});
