import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { channelOf, createApi, dataRoutes, peopleRoutes, streamRoutes } from "@second/api";
import { openMemoryBus } from "@second/bus/memory";
import { type AppId, type RouteName, routes, type WorkspaceId } from "@second/contracts";
import {
  acceptInvitation,
  createApp,
  createWorkspace,
  enterSession,
  enterWorkspace,
  hmacKeys,
  invitePerson,
  type Platform,
  signIn,
  storedCollections,
  type WorkspaceAccess,
} from "@second/domain";
import { openSqlite } from "@second/store/sqlite";
import { createApiListener } from "../../apps/web/src/platform/api-listener.ts";
import { createIds } from "../../apps/web/src/platform/ids.ts";

/** What the measuring process needs: people with an app each, and apps that many people share. */
export interface BenchWorld {
  port: number;
  alone: { cookie: string; data: string }[];
  together: { cookies: string[]; data: string[] };
}

const alonePeople = 100;
const togetherPeople = 26;
const togetherApps = 25;

const directory = await mkdtemp(join(tmpdir(), "second-bench-"));
const { database, blobs } = await openSqlite({ directory });
await database.prepare(storedCollections);
const quiet = () => undefined;
const platform: Platform = {
  db: database,
  bus: openMemoryBus(),
  blobs,
  // No turn is started here.
  workers: {} as Platform["workers"],
  clock: { now: () => Date.now() },
  ids: createIds(),
  keys: hmacKeys([randomBytes(32)]),
  log: {
    info: quiet,
    warn: quiet,
    error: (event, fields) => process.stderr.write(`${event} ${JSON.stringify(fields)}\n`),
  },
  config: {
    authMode: "none",
    insecure: false,
    publicUrl: "http://127.0.0.1",
    sessionIdleMinutes: 600,
    sessionMaxMinutes: 600,
    workspaceCreation: "anyone",
    turnStepsMax: 1,
    turnMinutesMax: 1,
    documentsMax: 200_000,
    scopeBytesMax: 1024 ** 3,
    streamsMax: 2000,
    version: "bench",
  },
};

const server = createServer((request, response) => answer(request, response)).listen(0, "127.0.0.1");
await new Promise<void>((resolve) => server.once("listening", () => resolve()));
const { port } = server.address() as AddressInfo; // a TCP server's
const unused = Object.fromEntries(Object.keys(routes).map((name) => [name, async () => ({})]));
const api = createApi({
  platform: { ...platform, config: { ...platform.config, publicUrl: `http://127.0.0.1:${port}` } },
  handlers: {
    ...unused,
    ...peopleRoutes,
    ...dataRoutes,
    ...streamRoutes({ "chat.stream": async () => channelOf(async function* () {}) }),
  } as Parameters<typeof createApi>[0]["handlers"] & Record<RouteName, never>,
  verifyTurn: () => Promise.reject(new Error("no turns")),
  internalTokens: [randomBytes(32).toString("hex")],
});
const answer = createApiListener(api);

async function person(name: string) {
  const email = `${name}@example.com`;
  const { issued } = await signIn(platform, {
    displayName: name,
    email,
    device: "bench",
    formerCookie: null,
    requestId: "bench",
  });
  const { access } = await enterSession(platform, { cookie: issued.cookie, requestId: "bench" });
  return { access, email, cookie: issued.cookie };
}

async function appOf(owner: Awaited<ReturnType<typeof person>>, name: string) {
  const workspaceId = (await createWorkspace(platform, owner.access, { name })).id as WorkspaceId;
  const member = await enterWorkspace(platform, owner.access, workspaceId);
  return { member, data: await oneMoreApp(member) };
}

async function oneMoreApp(member: WorkspaceAccess): Promise<string> {
  const appId = (await createApp(platform, member, { prompt: "Bench", idempotencyKey: null })).id as AppId;
  return `/api/workspaces/${member.workspaceId}/apps/${appId}/data`;
}

const alone: BenchWorld["alone"] = [];
for (let n = 0; n < alonePeople; n++) {
  const owner = await person(`alone${n}`);
  const { data } = await appOf(owner, `Alone ${n}`);
  alone.push({ cookie: owner.cookie, data });
}
const host = await person("host");
const shared = await appOf(host, "Together");
const sharedData = [shared.data];
while (sharedData.length < togetherApps) sharedData.push(await oneMoreApp(shared.member));
const cookies = [host.cookie];
for (let n = 1; n < togetherPeople; n++) {
  const guest = await person(`guest${n}`);
  const { link } = await invitePerson(platform, shared.member, { email: guest.email, role: "admin" });
  await acceptInvitation(platform, guest.access, link.slice(link.lastIndexOf("/") + 1));
  cookies.push(guest.cookie);
}
process.send?.({ port, alone, together: { cookies, data: sharedData } } satisfies BenchWorld);

process.on("message", (question) => {
  if (question === "cpu")
    process.send?.({ cpuMicroseconds: process.cpuUsage(), rssBytes: process.memoryUsage.rss() });
});
process.on("disconnect", async () => {
  await rm(directory, { recursive: true, force: true });
  process.exit(0);
});
