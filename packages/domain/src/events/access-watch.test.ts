import { type AppId, idFrom, type Role, type UserId, type WorkspaceId } from "@second/contracts";
import type { Database } from "@second/store";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { AppAccess, SessionAccess } from "../access/access.ts";
import { enterApp } from "../access/enter-app.ts";
import { enterWorkspace } from "../access/enter-workspace.ts";
import { appsCollection } from "../apps/apps-collection.ts";
import { createApp } from "../apps/create-app.ts";
import { nextUlid, openWorld, type World } from "../data/testing/world.ts";
import { signIn } from "../identity/sign-in.ts";
import {
  collaboratorId,
  collaboratorsCollection,
  membershipId,
  membershipsCollection,
} from "../members/collections.ts";
import type { Platform } from "../platform.ts";
import { type AccessNews, AccessWatch } from "./access-watch.ts";

const at = "2026-11-24T12:00:00.000Z";
let world: World;
let watch: AccessWatch;
let reads: Record<"get" | "getMany", number>;
let workspaceId: WorkspaceId;
let appId: AppId;
let creator: SessionAccess;

/** The platform that the watch reads through; others use the world's. */
function counted(platform: Platform): Platform {
  const db = new Proxy(platform.db, {
    get(target: Database, name) {
      if (name === "get" || name === "getMany") reads[name]++;
      const value: unknown = Reflect.get(target, name);
      return typeof value === "function" ? value.bind(target) : value;
    },
  });
  return { ...platform, db };
}

async function member(name: string, role: Role): Promise<SessionAccess> {
  const person = { displayName: name, device: "Firefox", formerCookie: null, requestId: "test" };
  const { access } = await signIn(world.platform, { ...person, email: `${name}@example.com` });
  const { userId } = access;
  const membership = { id: membershipId(workspaceId, userId), workspaceId, userId, role, joinedAt: at };
  await world.platform.db.transaction((tx) => tx.insert(membershipsCollection, membership));
  return access;
}

const collaborate = (userId: UserId) =>
  world.platform.db.transaction((tx) =>
    tx.insert(collaboratorsCollection, {
      id: collaboratorId(appId, userId),
      workspaceId,
      appId,
      userId,
      addedBy: creator.userId,
      addedAt: at,
    }),
  );

/** The app as someone may see it now. */
const enter = async (person: SessionAccess) =>
  enterApp(world.platform, await enterWorkspace(world.platform, person, workspaceId), appId);

const firstNews = (access: AppAccess) =>
  new Promise<AccessNews>((resolve) => {
    watch.watch(access, resolve);
  });

beforeEach(async () => {
  world = await openWorld();
  reads = { get: 0, getMany: 0 };
  watch = new AccessWatch(counted(world.platform));
  workspaceId = idFrom("workspace", nextUlid()) as WorkspaceId;
  creator = await member("creator", "member");
  const access = await enterWorkspace(world.platform, creator, workspaceId);
  const app = await createApp(world.platform, access, { prompt: "Track renewals", idempotencyKey: null });
  appId = app.id as AppId;
});
afterEach(async () => {
  await watch.close();
  await world.close();
});

describe("a change of what many streams rest on", () => {
  it("[DATA-36] is read for all of them together, and once more only for those whose rights differ", async () => {
    const steward = await member("steward", "admin");
    const leaver = await member("leaver", "member");
    const others: SessionAccess[] = [];
    for (let n = 0; n < 30; n++) others.push(await member(`member-${n}`, "member"));
    // What adds nothing to the rights of a steward and of the creator is no difference.
    for (const { userId } of [steward, creator, leaver, ...others]) await collaborate(userId);
    const staying = await Promise.all([steward, creator, ...others].map(enter));
    const leaving = await enter(leaver);
    for (const access of staying) void firstNews(access);
    const news = firstNews(leaving);

    await world.platform.db.transaction(async (tx) => {
      await tx.update(appsCollection, appId, { set: { description: "Renewals" } });
      await tx.delete(collaboratorsCollection, collaboratorId(appId, leaver.userId));
    });

    expect(await news).toEqual({ kind: "lost" });
    // One look after watching began and one after the change, which may be the same.
    expect(reads.getMany).toBeLessThanOrEqual(8);
    // The leaver's session, membership, app and collaboration, in each of these looks at most.
    expect(reads.get).toBeLessThanOrEqual(8);
  });

  it("[DATA-36] ends every stream at an app that is gone", async () => {
    const steward = await member("steward", "admin");
    const all = (await Promise.all([steward, creator].map(enter))).map(firstNews);
    await world.platform.db.transaction((tx) => tx.delete(appsCollection, appId));
    expect(await Promise.all(all)).toEqual([{ kind: "lost" }, { kind: "lost" }]);
  });

  it("[DATA-36] tells of a role that changed", async () => {
    const news = firstNews(await enter(creator));
    await world.platform.db.transaction((tx) =>
      tx.update(membershipsCollection, membershipId(workspaceId, creator.userId), { set: { role: "owner" } }),
    );
    expect(await news).toMatchObject({
      kind: "changed",
      access: { role: "owner", relations: ["steward", "creator"] },
    });
  });
});
