import type { MembershipView, ProblemBody, SessionView, WorkspaceView } from "@second/contracts";
import {
  auditCollection,
  membershipsCollection,
  usersCollection,
  workspacesCollection,
} from "@second/domain";
import { type CollectionDefinition, type StoredRecord, StoreError, type Transaction } from "@second/store";
import { afterEach, describe, expect, it, vi } from "vitest";
import { type Fixture, type FixtureOptions, openFixture, type Person } from "../testing/fixture.ts";

let fixture: Fixture;
const open = async (options?: FixtureOptions) => {
  fixture = await openFixture(options);
  return fixture;
};
afterEach(() => fixture.close());

const dayMs = 86_400_000;
const create = (person: Person, name: string) =>
  fixture.send(person, "POST", "/api/workspaces", { body: { name } });
const created = async (person: Person, name: string) =>
  (await (await create(person, name)).json()) as WorkspaceView;
const memberships = async (person: Person) =>
  ((await (await fixture.send(person, "GET", "/api/auth/session")).json()) as SessionView).memberships;

describe("creating a workspace", () => {
  it("[GOV-38] makes workspace, owner and audit together", async () => {
    await open();
    const person = await fixture.person("Ada");
    const workspace = await created(person, "  Acme Düsseldorf!  ");
    expect(workspace).toMatchObject({ name: "Acme Düsseldorf!", slug: "acme-dusseldorf", role: "owner" });
    expect(workspace.permissions).toContain("members:manage-owner");
    expect(await fixture.auditNames(workspace.id)).toEqual(["workspace.created"]);
  });

  it("[GOV-38] [GOV-87] makes nothing when its audit event cannot be kept", async () => {
    await open();
    const person = await fixture.person("Ada");
    const { db } = fixture.platform;
    const transaction = db.transaction.bind(db);
    vi.spyOn(db, "transaction").mockImplementation((fn) =>
      transaction((tx) => {
        const insert = tx.insert.bind(tx);
        tx.insert = <R extends StoredRecord>(into: CollectionDefinition<R>, record: R) =>
          into.name === auditCollection.name
            ? Promise.reject(new StoreError("store.unavailable", "gone"))
            : insert(into, record);
        return fn(tx as Transaction);
      }),
    );
    const answer = await create(person, "Acme");
    expect(answer.status).toBe(503);
    expect(((await answer.json()) as ProblemBody).code).toBe("audit.unavailable");
    expect(await db.count(workspacesCollection)).toBe(0);
    expect(await db.count(membershipsCollection)).toBe(0);
    expect((await db.get(usersCollection, person.userId))?.hasJoined).toBe(false);
  });

  it("[GOV-38] suffixes a taken slug, also when many take it at once", async () => {
    await open();
    const person = await fixture.person("Ada");
    const made = await Promise.all([1, 2, 3, 4].map(() => created(person, "Acme")));
    expect(made.map(({ slug }) => slug).sort()).toEqual(["acme", "acme-2", "acme-3", "acme-4"]);
  });

  it("[GOV-37] obeys who may create: the first user", async () => {
    await open({ config: { workspaceCreation: "first-user" } });
    const first = await fixture.person("Ada");
    fixture.clock.advance(1);
    const second = await fixture.person("Grace");
    expect((await create(second, "Nope")).status).toBe(403);
    expect((await create(first, "Acme")).status).toBe(201);
  });

  it("[GOV-37] obeys who may create: nobody", async () => {
    await open({ config: { workspaceCreation: "off" } });
    const answer = await create(await fixture.person("Ada"), "Acme");
    expect(answer.status).toBe(403);
    expect(await answer.json()).toMatchObject({ code: "access.forbidden", permission: "workspaces:create" });
  });
});

describe("renaming a workspace", () => {
  it("[GOV-39] keeps the old slug redirecting members for 90 days, and nobody can take it", async () => {
    await open();
    const [owner, other] = [await fixture.person("Ada"), await fixture.person("Grace")];
    const { id } = await created(owner, "Acme");
    const path = `/api/workspaces/${id}`;
    const renamed = await fixture.send(owner, "PATCH", path, { body: { name: "Beta" } });
    expect(await renamed.json()).toMatchObject({ name: "Beta", slug: "beta" });
    expect(await memberships(owner)).toEqual<MembershipView[]>([
      { workspaceId: id, slug: "beta", name: "Beta", role: "owner", formerSlugs: ["acme"] },
    ]);
    expect((await created(other, "Acme")).slug).toBe("acme-2");
    fixture.clock.advance(90 * dayMs);
    const later = await fixture.person("Ada");
    expect((await memberships(later))[0]).not.toHaveProperty("formerSlugs");
    expect((await created(await fixture.person("Late"), "Acme")).slug).toBe("acme");
  });

  it("[GOV-39] takes its own former slug back", async () => {
    await open();
    const owner = await fixture.person("Ada");
    const { id } = await created(owner, "Acme");
    for (const name of ["Beta", "Acme"])
      await fixture.send(owner, "PATCH", `/api/workspaces/${id}`, { body: { name } });
    expect((await memberships(owner))[0]).toMatchObject({ slug: "acme", formerSlugs: ["beta"] });
  });

  it("tells open pages after the change", async () => {
    await open();
    const owner = await fixture.person("Ada");
    const { id } = await created(owner, "Acme");
    const heard: unknown[] = [];
    const { hintTopic } = await import("@second/domain");
    await fixture.platform.bus.subscribe(hintTopic(id), (message) => heard.push(message));
    await fixture.send(owner, "PATCH", `/api/workspaces/${id}`, { body: { name: "Beta" } });
    await vi.waitFor(() => expect(heard).toMatchObject([{ type: "workspace.changed", workspaceId: id }]));
  });
});

describe("addresses", () => {
  it("[GOV-40] lists the person's own workspaces only", async () => {
    await open();
    const [one, two] = [await fixture.person("Ada"), await fixture.person("Grace")];
    await created(one, "Acme");
    const mine = await created(two, "Mine");
    const answer = await fixture.send(two, "GET", "/api/workspaces");
    const { workspaces } = (await answer.json()) as { workspaces: MembershipView[] };
    expect(workspaces.map(({ workspaceId }) => workspaceId)).toEqual([mine.id]);
  });

  it("[GOV-40] takes the id in API paths, never the slug", async () => {
    await open();
    const owner = await fixture.person("Ada");
    await created(owner, "Acme");
    expect((await fixture.send(owner, "GET", "/api/workspaces/acme")).status).toBe(404);
  });

  it("[GOV-34] asks someone who has never been in a workspace to make or join one", async () => {
    await open();
    const [owner, newcomer] = [await fixture.person("Ada"), await fixture.person("Grace")];
    const { id } = await created(owner, "Acme");
    const answer = await fixture.send(newcomer, "GET", `/api/workspaces/${id}`);
    expect(answer.status).toBe(403);
    expect(((await answer.json()) as ProblemBody).code).toBe("workspace.required");
  });
});
