import {
  type AppId,
  type AppPermission,
  appPermissions,
  internalTokenHeader,
  type ProblemBody,
  type RouteName,
  routes,
  turnTokenHeader,
  type WorkspaceId,
  type WorkspacePermission,
  workspacePermissions,
} from "@second/contracts";
import { addCollaborator, auditCollection, revokeDevice } from "@second/domain";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Handlers } from "../handler.ts";
import { type Fixture, openFixture, type Person, testInternalToken } from "../testing/fixture.ts";
import { samples } from "../testing/tenancy-samples.ts";
import { type RoutePlan, routePlans } from "./route-plan.ts";

/** Well-formed ids of things that need not exist: the guard is what is tested, and each handler answers plainly. */
const ulid = "01jdq7m3kx8v2w9r4tzc6b5ahe";
let reached: RouteName[] = [];
const plain = Object.fromEntries(
  Object.keys(routes).map((name) => [
    name,
    async () => {
      reached.push(name as RouteName);
      return {};
    },
  ]),
) as unknown as Handlers<RouteName>; // one handler for every name of the table

let fixture: Fixture;
let owner: Person;
let member: Person;
let creator: Person;
let collaborator: Person;
let foreigner: Person;
let removed: Person;
let revoked: Person;
let workspaceId: WorkspaceId;
let foreignWorkspaceId: WorkspaceId;
let appId: AppId;
let foreignAppId: AppId;

beforeAll(async () => {
  fixture = await openFixture({ handlers: plain });
  const people = ["Owner", "Member", "Creator", "Collaborator", "Foreigner", "Removed", "Revoked"];
  const made = await Promise.all(people.map((name) => fixture.person(name)));
  [owner, member, creator, collaborator, foreigner, removed, revoked] = made as [
    Person,
    Person,
    Person,
    Person,
    Person,
    Person,
    Person,
  ]; // as many as names
  workspaceId = await fixture.workspace(owner);
  foreignWorkspaceId = await fixture.workspace(foreigner, "Elsewhere");
  for (const person of [member, creator, collaborator, removed, revoked])
    await fixture.join(owner, workspaceId, { person });
  appId = await fixture.app(creator, workspaceId);
  foreignAppId = await fixture.app(foreigner, foreignWorkspaceId);
  const { platform } = fixture;
  const share = await fixture.asAppMember(creator, workspaceId, appId);
  for (const { userId } of [collaborator, removed]) await addCollaborator(platform, share, { userId });
  const { removeMember } = await import("@second/domain");
  await removeMember(platform, await fixture.asMember(owner, workspaceId), { userId: removed.userId });
  const session = await fixture.asSession(revoked);
  await revokeDevice(platform, session, session.sessionId);
});
beforeEach(() => {
  reached = [];
  // Each case has the budgets of its own minutes.
  fixture.clock.advance(10 * 60_000);
});
afterAll(() => fixture.close());

const standardParams = (): Record<string, string> => ({
  workspaceId,
  appId,
  runId: `run_${ulid}`,
  turnId: `trn_${ulid}`,
  versionId: `ver_${ulid}`,
  userId: member.userId,
  sessionId: `ses_${ulid}`,
  invitationId: `inv_${ulid}`,
  docId: ulid,
});

function call(
  plan: RoutePlan,
  person: Person | null,
  other: { params?: Record<string, string>; headers?: Record<string, string>; query?: string } = {},
): Promise<Response> {
  const sample = samples[plan.name];
  const params = { ...standardParams(), ...sample.params, ...other.params };
  const path = plan.path.replace(/:([A-Za-z]+)(?:\{[^}]*\})?/g, (_, name: string) => params[name] ?? "");
  const query = other.query ?? sample.query;
  return fixture.send(person, plan.method, query ? `${path}?${query}` : path, {
    ...(sample.body === undefined ? {} : { body: sample.body }),
    ...(other.headers ? { headers: other.headers } : {}),
  });
}

async function expectRefusal(answer: Response, status: number, code: string): Promise<ProblemBody> {
  const body = (await answer.json()) as ProblemBody;
  expect([answer.status, body.code]).toEqual([status, code]);
  expect(answer.headers.get("content-type")).toBe("application/problem+json");
  expect(reached).toEqual([]);
  return body;
}

const behind = (...kinds: RoutePlan["access"][]) => routePlans.filter((plan) => kinds.includes(plan.access));
const signedInPlans = behind("session", "workspace", "app");
const memberPlans = behind("workspace", "app");
const appPlans = behind("app");
const named = (plans: readonly RoutePlan[]) => plans.map((plan) => [plan.name, plan] as const);

it("[GOV-63] has a case for every route", () => {
  expect(Object.keys(samples).sort()).toEqual(Object.keys(routes).sort());
  const covered = [...signedInPlans, ...behind("public", "internal", "turn")].map((plan) => plan.name);
  expect(covered.sort()).toEqual(Object.keys(routes).sort());
});

describe("public routes", () => {
  it.each(named(behind("public")))("%s answers without a session", async (name, plan) => {
    expect((await call(plan, null)).status).toBe(plan.status);
    expect(reached).toEqual([name]);
  });
});

describe.each(named(signedInPlans))("[GOV-63] %s for someone signed in", (name, plan) => {
  it("is 401 signed out, and with a session that was revoked", async () => {
    await expectRefusal(await call(plan, null), 401, "identity.required");
    await expectRefusal(await call(plan, { ...revoked }), 401, "identity.required");
  });

  it("reaches its handler for a person with the rights", async () => {
    expect((await call(plan, owner)).status).toBe(plan.status);
    expect(reached).toEqual([name]);
  });

  it("is 404 for every malformed id", async () => {
    for (const id of plan.ids)
      for (const value of ["nonsense", `${standardParams()[id]}x`, "ws_01JDQ7M3KX8V2W9R4TZC6B5AHE"])
        await expectRefusal(await call(plan, owner, { params: { [id]: value } }), 404, "resource.not_found");
  });
});

describe.each(named(memberPlans))("[GOV-63] %s for outsiders", (_name, plan) => {
  it("is 404 for a member of elsewhere and for one removed a moment ago", async () => {
    await expectRefusal(await call(plan, foreigner), 404, "resource.not_found");
    await expectRefusal(await call(plan, removed), 404, "resource.not_found");
  });

  it("is 404 in a foreign and in an unknown workspace", async () => {
    const foreign = { workspaceId: foreignWorkspaceId };
    const unknown = { workspaceId: `ws_${ulid}` };
    await expectRefusal(await call(plan, owner, { params: foreign }), 404, "resource.not_found");
    await expectRefusal(await call(plan, owner, { params: unknown }), 404, "resource.not_found");
  });

  it("is 404 whatever the tenant's ids in other places say", async () => {
    const headers = { "x-workspace-id": workspaceId };
    await expectRefusal(await call(plan, foreigner, { headers }), 404, "resource.not_found");
  });
});

describe.each(named(appPlans))("[GOV-63] %s at apps one may not see", (_name, plan) => {
  it("[GOV-44] is 404 for a member who has nothing to do with the app", async () => {
    await expectRefusal(await call(plan, member), 404, "resource.not_found");
  });

  it("[GOV-59] is 404 for a foreign app under one's own workspace, and for an unknown one", async () => {
    for (const id of [foreignAppId, `app_${ulid}`])
      await expectRefusal(await call(plan, owner, { params: { appId: id } }), 404, "resource.not_found");
  });
});

const holds = (permission: WorkspacePermission, role: string) =>
  (workspacePermissions[permission] as readonly string[]).includes(role);
const lackedByMembers = memberPlans.flatMap((plan) =>
  plan.permission && !holds(plan.permission, "member") ? [[plan.name, plan, plan.permission] as const] : [],
);
const lackedByCollaborators = appPlans.flatMap((plan) => {
  const right: AppPermission | undefined = plan.appPermission;
  return right && !(appPermissions[right] as readonly string[]).includes("collaborator")
    ? [[plan.name, plan, right] as const]
    : [];
});

const denials = async () => {
  const { records } = await fixture.platform.db.list(auditCollection, {
    filter: { workspaceId, eventName: "access.denied" },
  });
  return records;
};

async function expectOneDenial(plan: RoutePlan, person: Person, permission: string): Promise<void> {
  const before = (await denials()).length;
  for (const _ of [1, 2, 3]) {
    const body = await expectRefusal(await call(plan, person), 403, "access.forbidden");
    expect(body.permission).toBe(permission);
  }
  const written = (await denials()).slice(before);
  expect(written).toHaveLength(1);
  expect(written[0]).toMatchObject({
    outcome: "denied",
    actor: { userId: person.userId },
    metadata: { permission, route: plan.name },
  });
  fixture.clock.advance(60_000);
  await call(plan, person);
  expect(await denials()).toHaveLength(before + 2);
}

describe("[GOV-61] a missing permission", () => {
  it.each(lackedByMembers)("%s is 403 and recorded once a minute", async (_name, plan, permission) => {
    await expectOneDenial(plan, member, permission);
  });
  it.each(lackedByCollaborators)("%s is 403 and recorded once a minute", async (_name, plan, permission) => {
    await expectOneDenial(plan, collaborator, permission);
  });
  it("is met by routes of both kinds", () => {
    expect(lackedByMembers.length).toBeGreaterThan(0);
    expect(lackedByCollaborators.length).toBeGreaterThan(0);
  });
  it("writes nothing for refusals at sight, so that probing cannot fill another's log", async () => {
    const before = (await denials()).length;
    for (const plan of memberPlans) await call(plan, foreigner);
    expect(await denials()).toHaveLength(before);
  });
});

describe("[GOV-43] relations to one app", () => {
  const mayAlso = appPlans.filter(
    (plan) =>
      plan.appPermission &&
      (appPermissions[plan.appPermission] as readonly string[]).includes("collaborator"),
  );
  it.each(named(mayAlso))("let a collaborator use %s", async (name, plan) => {
    expect((await call(plan, collaborator)).status).toBe(plan.status);
    expect(reached).toEqual([name]);
  });
  it.each(named(appPlans))("let the creator use %s", async (name, plan) => {
    expect((await call(plan, creator)).status).toBe(plan.status);
    expect(reached).toEqual([name]);
  });
});

describe.each(named(routePlans.filter((plan) => plan.side === "query")))("[DATA-1] %s", (_name, plan) => {
  it("is 400 without a known side, once the caller may see the app", async () => {
    for (const query of ["collection=tasks", "side=both&collection=tasks"]) {
      const body = await expectRefusal(await call(plan, owner, { query }), 400, "request.invalid");
      expect(body.fields).toContainEqual(expect.objectContaining({ pointer: "/side" }));
    }
  });
  it("[DATA-2] is 404 for an outsider, with or without a side", async () => {
    for (const query of ["", "side=draft"])
      await expectRefusal(await call(plan, foreigner, { query }), 404, "resource.not_found");
  });
});

describe("[GOV-62] internal routes", () => {
  it.each(named(behind("internal")))("%s needs an internal token", async (name, plan) => {
    await expectRefusal(await call(plan, owner), 401, "identity.required");
    const wrong = { [internalTokenHeader]: `${testInternalToken}x` };
    await expectRefusal(await call(plan, null, { headers: wrong }), 401, "identity.required");
    const right = { [internalTokenHeader]: testInternalToken };
    expect((await call(plan, null, { headers: right })).status).toBe(plan.status);
    expect(reached).toEqual([name]);
  });
  it.each(named(behind("turn")))("%s needs the token of its running turn", async (_name, plan) => {
    await expectRefusal(await call(plan, owner), 401, "identity.required");
    for (const token of ["nonsense", "eyJhIjoxfQ.AAAA"]) {
      const headers = { [turnTokenHeader]: token, [internalTokenHeader]: testInternalToken };
      await expectRefusal(await call(plan, null, { headers }), 401, "identity.required");
    }
  });
});

it("[GOV-58] gives unknown, malformed, foreign and hidden resources the very same answer", async () => {
  const app = `/api/workspaces/${workspaceId}/apps`;
  const answers = await Promise.all([
    fixture.send(owner, "GET", `${app}/app_${ulid}`),
    fixture.send(owner, "GET", `${app}/nonsense`),
    fixture.send(owner, "GET", `${app}/${foreignAppId}`),
    fixture.send({ ...member }, "GET", `${app}/${appId}`),
    fixture.send({ ...foreigner }, "GET", `/api/workspaces/${workspaceId}`),
    fixture.send(owner, "GET", "/api/nothing-here"),
    fixture.send(null, "GET", "/api/nothing-here"),
  ]);
  const seen = await Promise.all(
    answers.map(async (answer) => {
      const headers = [...answer.headers].filter(
        ([name]) => name !== "x-request-id" && name !== "set-cookie",
      );
      return JSON.stringify([answer.status, headers, await answer.text()]);
    }),
  );
  expect(new Set(seen).size).toBe(1);
});
