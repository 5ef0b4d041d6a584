import { type AppId, idFrom, type UserId, type WorkspaceId } from "@second/contracts";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { proveWorkspace } from "../access/enter-workspace.ts";
import { nextUlid, openWorld, type World } from "../data/testing/world.ts";
import { signIn } from "../identity/index.ts";
import { collaboratorId, collaboratorsCollection } from "../members/collections.ts";
import { createApp } from "./create-app.ts";
import { listApps } from "./read-apps.ts";

let world: World;

beforeEach(async () => {
  world = await openWorld();
});
afterEach(() => world.close());

const member = async (name: string) => {
  const email = `${name}@example.com`;
  const person = { displayName: name, email, device: "Firefox", formerCookie: null, requestId: "test" };
  const { access } = await signIn(world.platform, person);
  return proveWorkspace(access, world.workspaceId, "member");
};

const collaboration = (workspaceId: WorkspaceId, { appId, userId }: { appId: AppId; userId: UserId }) => ({
  id: collaboratorId(appId, userId),
  workspaceId,
  appId,
  userId,
  addedBy: userId,
  addedAt: "2026-11-24T12:00:00.000Z",
});

describe("the apps a member may see", () => {
  it("include each that they edit with others, however many those are", async () => {
    const { db } = world.platform;
    const ada = await member("ada");
    const bob = await member("bob");
    // Named in increasing order, so that the one app that exists comes after all others.
    const others = Array.from({ length: 1000 }, () => idFrom("app", nextUlid()));
    const shared = await createApp(world.platform, ada, { prompt: "Track renewals", idempotencyKey: null });
    const appIds = [...others, shared.id as AppId];
    expect((await listApps(world.platform, bob, {})).apps).toEqual([]);
    await db.transaction((tx) =>
      tx.insertMany(
        collaboratorsCollection,
        appIds.map((appId) => collaboration(world.workspaceId, { appId, userId: bob.userId })),
      ),
    );
    expect((await listApps(world.platform, bob, {})).apps.map(({ id }) => id)).toEqual([shared.id]);
  });
});
