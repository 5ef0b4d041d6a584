import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "@playwright/test";
import { type AppCreatedView, type ChatView, idFrom } from "@second/contracts";
import { auditCollection, storedCollections } from "@second/domain";
import { openSqlite } from "@second/store/sqlite";
import { type Product, startProduct } from "./support/start-product.ts";

type Name = "web" | "worker";

/** Set FAULT_SEED to repeat the moments of an earlier run. */
const seed = Number(process.env.FAULT_SEED ?? Date.now() % 1_000_000);
let drawn = seed;
/** From 0 to 1, the next of the seed's sequence. */
function random(): number {
  drawn = (drawn * 1_103_515_245 + 12_345) % 2_147_483_648;
  return drawn / 2_147_483_648;
}
const newUlid = () =>
  `0${Array.from({ length: 25 }, () => "0123456789abcdefghjkmnpqrstvwxyz".charAt(Math.floor(random() * 32))).join("")}`;
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

let product: Product;
let cookie = "";

/** Asks until it is answered: a dead web is told from a refusal. */
async function send(method: string, path: string, body?: unknown, key?: string): Promise<Response> {
  for (;;) {
    try {
      const response = await fetch(`${product.url}${path}`, {
        method,
        headers: {
          origin: product.url,
          cookie,
          ...(key === undefined ? {} : { "idempotency-key": key }),
          ...(body === undefined ? {} : { "content-type": "application/json" }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      cookie = response.headers.get("set-cookie")?.split(";", 1)[0] ?? cookie;
      if (response.status < 500) {
        if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
        return response;
      }
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
    }
    await pause(200);
  }
}
const json = async <T>(method: string, path: string, body?: unknown) =>
  (await (await send(method, path, body)).json()) as T; // our own server's answers

/** The command's living child of that name. */
function processOf(name: Name): number | null {
  for (const entry of readdirSync("/proc").filter((each) => /^\d+$/.test(each))) {
    try {
      const parent = /^PPid:\s+(\d+)$/m.exec(readFileSync(`/proc/${entry}/status`, "utf8"))?.[1];
      const line = readFileSync(`/proc/${entry}/cmdline`, "utf8");
      if (Number(parent) === product.process.pid && line.includes(`apps/${name}/`)) return Number(entry);
    } catch {
      // It ended while we looked.
    }
  }
  return null;
}

async function kill(names: readonly Name[]): Promise<void> {
  for (const name of names) {
    await expect.poll(() => processOf(name), { timeout: 20_000 }).not.toBeNull();
    const pid = processOf(name);
    if (pid !== null) process.kill(pid, "SIGKILL");
  }
}

test.afterAll(() => product?.stop());

test("[OPS-28] [OPS-5] [REC-7] nothing accepted is lost, whatever is killed whenever", async () => {
  process.stdout.write(`FAULT_SEED=${seed}\n`);
  product = await startProduct({ SECOND_DEMO_PACE: "human" });
  await send("POST", "/api/auth/identity", { displayName: "Ada Moreno", email: "ada@example.com" });
  const { id: workspaceId } = await json<{ id: string }>("POST", "/api/workspaces", { name: "Faults" });
  const prompt = "Track vendor renewals";
  const app = await json<AppCreatedView>("POST", `/api/workspaces/${workspaceId}/apps`, {
    prompt,
    runtimeId: "demo",
  });
  const base = `/api/workspaces/${workspaceId}/apps/${app.id}`;
  const chat = `${base}/runs/${app.initialRun.id}/chat`;
  const sent = [app.initialRun.messageId as string];
  const post = (id: string, text: string) =>
    send("POST", chat, { messages: [{ id, role: "user", parts: [{ type: "text", text }] }] });
  const settled = async () => {
    for (;;) {
      const view = await json<ChatView>("GET", chat);
      if (view.turnId === null) return view;
      await pause(150);
    }
  };

  await post(sent[0] ?? "", prompt);
  const planned = await settled();
  const card = planned.messages.flatMap(({ parts }) => parts).find(({ type }) => type === "dynamic-tool");

  let isWriting = true;
  const written: number[] = [];
  const writing = (async () => {
    for (let n = 1; isWriting; n += 1) {
      await send("POST", `${base}/data?side=draft`, { collection: "faults", data: { n } }, `key-${n}`);
      written.push(n);
      await pause(100);
    }
  })();

  /** A turn in whose middle each of these is killed, one after the other. */
  async function turnWith(begin: () => Promise<unknown>, ...deaths: Name[][]): Promise<ChatView> {
    await begin();
    for (const names of deaths) {
      await pause(300 + random() * 1_500);
      await kill(names);
    }
    return settled();
  }
  const say = (text: string) => async () => {
    const id = idFrom("message", newUlid());
    sent.push(id);
    await post(id, text);
  };
  const approve = () =>
    send("POST", `${base}/runs/${app.initialRun.id}/decisions`, {
      toolCallId: card?.toolCallId,
      cardHash: (card?.output as { cardHash?: string } | undefined)?.cardHash,
      decision: "approve",
    });

  const views = [
    await turnWith(approve, ["web"], ["worker"]),
    await turnWith(say("add a priority field"), ["web", "worker"]),
    await turnWith(say("rename it to Suppliers"), ["worker"], ["web"]),
  ];
  isWriting = false;
  await writing;

  expect(views.map(({ state }) => state)).toEqual(["completed", "completed", "completed"]);
  const messages = views.at(-1)?.messages ?? [];
  const asked = messages.filter(({ role }) => role === "user").map(({ id }) => id);
  expect(asked.filter((id) => sent.includes(id))).toEqual(sent);
  expect(new Set(asked).size).toBe(asked.length);
  expect(JSON.stringify(messages)).toContain("The agent was interrupted and continued.");

  const { versions } = await json<{ versions: { id: string; number: number }[] }>("GET", `${base}/versions`);
  expect(versions.map(({ number }) => number)).toEqual(versions.map((_, at) => versions.length - at));
  const newest = `${base}/versions/${versions[0]?.id}`;
  const version = await json<unknown>("GET", newest);
  const model = /src\/features\/[^"\\]+\/model\.json/.exec(JSON.stringify(version))?.[0] ?? "";
  const spec = await (await send("GET", `${newest}/files/${model}`)).text();
  expect(spec).toContain("Suppliers");
  expect(spec.toLowerCase()).toContain("priority");

  const kept: number[] = [];
  for (let cursor: string | null = ""; cursor !== null; ) {
    const after: string = cursor ? `&cursor=${encodeURIComponent(cursor)}` : "";
    const page: { docs: { n: number }[]; nextCursor: string | null } = await json(
      "GET",
      `${base}/data?side=draft&collection=faults&limit=500${after}`,
    );
    kept.push(...page.docs.map(({ n }) => n));
    cursor = page.nextCursor;
  }
  expect(kept.sort((one, other) => one - other)).toEqual(written);

  await product.stop({ keep: true });
  const { database } = await openSqlite({ directory: product.dataDirectory });
  await database.prepare(storedCollections);
  const { records: events } = await database.list(auditCollection, { filter: { workspaceId } });
  await database.close();
  expect(new Set(events.map(({ id }) => id)).size).toBe(events.length);
  expect(events.filter(({ eventName }) => eventName === "builder_run.started")).toHaveLength(4);
  expect(events.filter(({ eventName }) => eventName === "builder_run.completed")).toHaveLength(4);
  expect(events.filter(({ eventName }) => eventName === "builder_run.resumed").length).toBeGreaterThan(0);
});
