import { createHash } from "node:crypto";
import { expect } from "@playwright/test";
import type { ChatView } from "@second/contracts";
import { auditCollection, storedCollections, versionFilesCollection } from "@second/domain";
import type { Blobs, Database } from "@second/store";
import { openMongo } from "@second/store/mongodb";
import { openSqlite } from "@second/store/sqlite";
import type { FaultRun, Lane } from "./fault-run.ts";

interface DocumentPage {
  docs: { n: number }[];
  nextCursor: string | null;
}

/** Everything that was accepted is there once, as people see it. */
export async function checkKept({ client, lanes }: FaultRun): Promise<void> {
  for (const lane of lanes) {
    const { messages } = await client.json<ChatView>("GET", lane.chat);
    const asked = messages.filter(({ role }) => role === "user").map(({ id }) => id);
    expect(asked.filter((id) => lane.sent.includes(id))).toEqual(lane.sent);
    expect(new Set(asked).size).toBe(asked.length);
    // The plan's approval is a message too.
    expect(asked).toHaveLength(lane.sent.length + 1);
    const answers = messages.filter(({ role }) => role === "assistant");
    expect(answers).toHaveLength(asked.length);
    expect(answers.every(({ metadata }) => metadata?.attempt === 1)).toBe(true);

    const kept: number[] = [];
    for (let cursor: string | null = ""; cursor !== null; ) {
      const after: string = cursor ? `&cursor=${encodeURIComponent(cursor)}` : "";
      const path = `${lane.base}/data?side=draft&collection=faults&limit=500${after}`;
      const page: DocumentPage = await client.json("GET", path);
      kept.push(...page.docs.map(({ n }) => n));
      cursor = page.nextCursor;
    }
    expect(kept.sort((one, other) => one - other)).toEqual(lane.written);
  }
}

/** The store of the ended product tells the same: each version once and whole, each turn audited once. */
export async function checkStored(
  run: FaultRun,
  place: { mongodbUri: string | null; directory: string },
): Promise<void> {
  const { mongodbUri, directory } = place;
  const { database, blobs } =
    mongodbUri === null ? await openSqlite({ directory }) : await openMongo({ uri: mongodbUri });
  try {
    await database.prepare(storedCollections);
    const { records: events } = await database.list(auditCollection, {
      filter: { workspaceId: run.workspaceId },
    });
    expect(new Set(events.map(({ id }) => id)).size).toBe(events.length);
    for (const lane of run.lanes) {
      const named = (name: string) =>
        events.filter(({ appId, eventName }) => appId === lane.appId && eventName === name);
      const turns = lane.sent.length + 1;
      expect(named("builder_message.submitted")).toHaveLength(turns);
      expect(named("builder_run.started")).toHaveLength(turns);
      expect(named("builder_run.completed")).toHaveLength(turns);
      expect(named("app.version.created").map(({ metadata }) => metadata.number)).toEqual(
        Array.from({ length: lane.titles.length + 1 }, (_, at) => at + 1),
      );
      await checkVersions(lane, database, blobs);
    }
  } finally {
    await database.close();
  }
}

/** One version for the building and for each renaming, each with all of its bytes. */
async function checkVersions({ appId, titles }: Lane, database: Database, blobs: Blobs): Promise<void> {
  const { records: versions } = await database.list(versionFilesCollection, {
    filter: { appId },
    sort: ["id"],
  });
  expect(versions).toHaveLength(titles.length + 1);
  const whole = new Map<string, string>();
  for (const { sha256 } of versions.flatMap(({ source, artifact }) => [
    ...Object.values(source),
    ...Object.values(artifact),
  ])) {
    if (whole.has(sha256)) continue;
    const bytes = await blobs.get(sha256);
    expect(bytes === null ? null : createHash("sha256").update(bytes).digest("hex")).toBe(sha256);
    whole.set(sha256, Buffer.from(bytes ?? []).toString());
  }
  for (const [at, { source }] of versions.slice(1).entries()) {
    const model = Object.entries(source).find(([path]) => path.endsWith("/model.json"))?.[1];
    expect(whole.get(model?.sha256 ?? "")).toContain(titles[at]);
  }
}
