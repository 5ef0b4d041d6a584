import type {
  AppMemberView,
  InvitationLinkView,
  InvitationOfferView,
  InvitationView,
  MemberView,
  ProblemBody,
  Role,
  WorkspaceId,
} from "@second/contracts";
import {
  auditCollection,
  changeRole,
  invitationsCollection,
  leaveWorkspace,
  membershipId,
  membershipsCollection,
  workspacesCollection,
} from "@second/domain";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Fixture, openFixture, type Person } from "../testing/fixture.ts";

let fixture: Fixture;
let owner: Person;
let member: Person;
let workspaceId: WorkspaceId;
let base: string;

beforeEach(async () => {
  fixture = await openFixture();
  owner = await fixture.person("Ada");
  member = await fixture.person("Grace");
  workspaceId = await fixture.workspace(owner);
  base = `/api/workspaces/${workspaceId}`;
  await fixture.join(owner, workspaceId, { person: member });
});
afterEach(() => fixture.close());

const codeOf = async (answer: Response) => ((await answer.json()) as ProblemBody).code;
const invite = (person: Person, email: string, role: Role = "member") =>
  fixture.send(person, "POST", `${base}/invitations`, { body: { email, role } });
const setRole = (by: Person, of: Person, role: Role) =>
  fixture.send(by, "PATCH", `${base}/members/${of.userId}`, { body: { role } });
const linkOf = async (answer: Response) => ((await answer.json()) as InvitationLinkView).link;
const tokenOf = (link: string) => link.slice(link.lastIndexOf("/") + 1);
const accept = (person: Person, link: string) =>
  fixture.send(person, "POST", `/api/invitations/${tokenOf(link)}/accept`);
const roleOf = async (person: Person) =>
  (await fixture.platform.db.get(membershipsCollection, membershipId(workspaceId, person.userId)))?.role;

describe("roles", () => {
  it("lets an admin manage members and records who changed what", async () => {
    const answer = await setRole(owner, member, "admin");
    expect((await answer.json()) as MemberView).toMatchObject({ userId: member.userId, role: "admin" });
    const event = await fixture.platform.db.first(auditCollection, {
      filter: { workspaceId, eventName: "member.role_changed" },
    });
    expect(event).toMatchObject({
      actor: { kind: "user", userId: owner.userId, role: "owner" },
      target: { type: "member", id: member.userId },
      metadata: { fromRole: "member", toRole: "admin" },
      changes: { changedFields: ["role"] },
      retention: { policy: "security" },
      display: { actor: "Ada", target: "Grace" },
    });
  });

  it("writes nothing when the role is the same", async () => {
    await setRole(owner, member, "member");
    expect(await fixture.auditNames(workspaceId)).not.toContain("member.role_changed");
  });

  it("[GOV-47] lets nobody change their own role", async () => {
    const answer = await setRole(owner, owner, "member");
    expect(answer.status).toBe(400);
    expect(await codeOf(answer)).toBe("member.own_role");
  });

  it("[GOV-47] lets only owners grant or take owner", async () => {
    const admin = await fixture.person("Alan");
    await fixture.join(owner, workspaceId, { person: admin, role: "admin" });
    for (const [of, role] of [
      [member, "owner"],
      [owner, "member"],
    ] as const) {
      const answer = await setRole(admin, of, role);
      expect(answer.status).toBe(403);
      expect((await answer.json()) as ProblemBody).toMatchObject({
        code: "access.forbidden",
        permission: "members:manage-owner",
      });
    }
    expect((await fixture.send(admin, "DELETE", `${base}/members/${owner.userId}`)).status).toBe(403);
    expect(await roleOf(owner)).toBe("owner");
    expect(await roleOf(member)).toBe("member");
  });

  it("[GOV-46] keeps the last owner: leaving and removing oneself are refused", async () => {
    for (const answer of [
      await fixture.send(owner, "POST", `${base}/leave`),
      await fixture.send(owner, "DELETE", `${base}/members/${owner.userId}`),
    ]) {
      expect(answer.status).toBe(409);
      expect(await codeOf(answer)).toBe("member.last_owner");
    }
    await setRole(owner, member, "owner");
    expect((await fixture.send(owner, "POST", `${base}/leave`)).status).toBe(200);
    expect(await roleOf(member)).toBe("owner");
    expect((await fixture.send(owner, "GET", base)).status).toBe(404);
  });

  it("[GOV-46] ends with one owner when two demote each other at once", async () => {
    await setRole(owner, member, "owner");
    const both = [
      { by: await fixture.asMember(owner, workspaceId), userId: member.userId },
      { by: await fixture.asMember(member, workspaceId), userId: owner.userId },
    ];
    const outcomes = await Promise.allSettled(
      both.map(({ by, userId }) => changeRole(fixture.platform, by, { userId, role: "member" })),
    );
    expect(outcomes.map((outcome) => outcome.status).sort()).toEqual(["fulfilled", "rejected"]);
    const roles = [await roleOf(owner), await roleOf(member)];
    expect(roles.filter((role) => role === "owner")).toHaveLength(1);
  });

  it("[GOV-46] ends with one owner when two leave at once", async () => {
    await setRole(owner, member, "owner");
    const both = [await fixture.asMember(owner, workspaceId), await fixture.asMember(member, workspaceId)];
    const outcomes = await Promise.allSettled(both.map((by) => leaveWorkspace(fixture.platform, by)));
    expect(outcomes.map((outcome) => outcome.status).sort()).toEqual(["fulfilled", "rejected"]);
    const workspace = await fixture.platform.db.get(workspacesCollection, workspaceId);
    expect(workspace).toMatchObject({ ownerCount: 1, memberCount: 1 });
  });
});

describe("members", () => {
  it("lists everyone with role and address", async () => {
    const answer = await fixture.send(member, "GET", `${base}/members`);
    const { members } = (await answer.json()) as { members: MemberView[] };
    expect(members.map(({ name, role }) => [name, role])).toEqual(
      expect.arrayContaining([
        ["Ada", "owner"],
        ["Grace", "member"],
      ]),
    );
  });

  it("[GOV-23] removes a member at once: rights come from the store for each request", async () => {
    const appId = await fixture.app(member, workspaceId);
    expect((await fixture.send(member, "GET", `${base}/apps/${appId}`)).status).toBe(200);
    expect((await fixture.send(owner, "DELETE", `${base}/members/${member.userId}`)).status).toBe(200);
    expect((await fixture.send(member, "GET", `${base}/apps/${appId}`)).status).toBe(404);
    expect((await fixture.send(owner, "GET", `${base}/apps/${appId}`)).status).toBe(200);
    expect(await fixture.auditNames(workspaceId)).toContain("member.removed");
  });
});

describe("invitations", () => {
  it("[GOV-51] [GOV-52] shows the link once and stores only a hash of its 32-byte token", async () => {
    const link = await linkOf(await invite(owner, "New@Example.com"));
    expect(link).toMatch(/^http:\/\/localhost:3000\/invite\/[\w-]{43}$/);
    const { records } = await fixture.platform.db.list(invitationsCollection);
    expect(JSON.stringify(records)).not.toContain(tokenOf(link));
    const list = await fixture.send(owner, "GET", `${base}/invitations`);
    const { invitations } = (await list.json()) as { invitations: InvitationView[] };
    expect(JSON.stringify(invitations)).not.toContain("/invite/");
    expect(invitations.find(({ email }) => email === "new@example.com")).toMatchObject({
      status: "pending",
      invitedBy: "Ada",
    });
    const events = await fixture.platform.db.list(auditCollection, { filter: { workspaceId } });
    expect(JSON.stringify(events)).not.toContain(tokenOf(link));
  });

  it("[GOV-51] is valid for 7 days and then counts as expired", async () => {
    const link = await linkOf(await invite(owner, "new@example.com"));
    const offer = () => fixture.send(null, "GET", `/api/invitations/${tokenOf(link)}`);
    expect((await (await offer()).json()) as InvitationOfferView).toMatchObject({
      workspaceName: "Acme",
      role: "member",
      invitedBy: "Ada",
      email: "new@example.com",
    });
    fixture.clock.advance(7 * 86_400_000);
    const answer = await offer();
    expect(answer.status).toBe(410);
    const list = await fixture.send(owner, "GET", `${base}/invitations`);
    const { invitations } = (await list.json()) as { invitations: InvitationView[] };
    expect(invitations.find(({ email }) => email === "new@example.com")?.status).toBe("expired");
  });

  it("[GOV-51] kills the old link when it is sent again", async () => {
    const first = (await (await invite(owner, "new@example.com")).json()) as InvitationLinkView;
    const again = await fixture.send(owner, "POST", `${base}/invitations/${first.id}/resend`);
    const second = await linkOf(again);
    const guest = await fixture.person("New");
    expect(await codeOf(await accept(guest, first.link))).toBe("invitation.unusable");
    expect((await accept(guest, second)).status).toBe(200);
  });

  it("[GOV-54] updates and resends an open invitation of the same address", async () => {
    const first = (await (await invite(owner, "new@example.com")).json()) as InvitationLinkView;
    const second = (await (await invite(owner, "NEW@example.com", "admin")).json()) as InvitationLinkView;
    expect(second).toMatchObject({ id: first.id, role: "admin" });
    expect(second.link).not.toBe(first.link);
    expect(await fixture.auditNames(workspaceId)).toContain("member.invitation_resent");
  });

  it("[GOV-54] refuses members, and owners invited by anyone but an owner", async () => {
    const answer = await invite(owner, member.email);
    expect(answer.status).toBe(409);
    expect(await codeOf(answer)).toBe("member.exists");
    await setRole(owner, member, "admin");
    expect((await invite(member, "boss@example.com", "owner")).status).toBe(403);
    const open = (await (await invite(owner, "boss@example.com", "owner")).json()) as InvitationLinkView;
    expect((await fixture.send(member, "POST", `${base}/invitations/${open.id}/resend`)).status).toBe(403);
    expect((await invite(member, "boss@example.com")).status).toBe(403);
  });

  it("[GOV-53] [GOV-55] lets whoever opens the link join once, whole", async () => {
    const link = await linkOf(await invite(owner, "new@example.com", "admin"));
    const [guest, late] = [await fixture.person("Barbara"), await fixture.person("Late")];
    const answer = await accept(guest, link);
    expect(await answer.json()).toMatchObject({ workspaceId, name: "Acme", role: "admin" });
    expect((await accept(guest, link)).status).toBe(200);
    const other = await accept(late, link);
    expect(other.status).toBe(410);
    expect(await codeOf(other)).toBe("invitation.unusable");
    const joined = (await fixture.auditNames(workspaceId)).filter(
      (name) => name === "member.invitation_accepted",
    );
    expect(joined).toHaveLength(2); // Grace's, and this one once
    const workspace = await fixture.platform.db.get(workspacesCollection, workspaceId);
    expect(workspace?.memberCount).toBe(3);
  });

  it("[GOV-55] lets one of many win the same link", async () => {
    const link = await linkOf(await invite(owner, "new@example.com"));
    const guests = await Promise.all(["One", "Two", "Three"].map((name) => fixture.person(name)));
    const answers = await Promise.all(guests.map((guest) => accept(guest, link)));
    expect(answers.map((answer) => answer.status).sort()).toEqual([200, 410, 410]);
  });

  it("[GOV-55] does not let a removed member back in by their used link", async () => {
    const link = await linkOf(await invite(owner, "new@example.com"));
    const guest = await fixture.person("Barbara");
    await accept(guest, link);
    await fixture.send(owner, "DELETE", `${base}/members/${guest.userId}`);
    expect((await accept(guest, link)).status).toBe(410);
  });

  it("[GOV-53] keeps the link for its addressee outside mode none, and for a member who opens it", async () => {
    const link = await linkOf(await invite(owner, "new@example.com"));
    expect((await accept(member, link)).status).toBe(200);
    expect(await roleOf(member)).toBe("member");
    const guest = await fixture.person("New");
    expect((await accept(guest, link)).status).toBe(200);
  });

  it("[GOV-55] gives unknown and revoked links one and the same answer", async () => {
    const made = (await (await invite(owner, "new@example.com")).json()) as InvitationLinkView;
    for (const status of [200, 200]) {
      const answer = await fixture.send(owner, "DELETE", `${base}/invitations/${made.id}`);
      expect(answer.status).toBe(status);
    }
    const guest = await fixture.person("New");
    const bodies = [];
    for (const link of [made.link, "http://localhost:3000/invite/unknown"]) {
      const { requestId, ...body } = (await (await accept(guest, link)).json()) as ProblemBody;
      bodies.push(body);
    }
    expect(bodies[0]).toEqual(bodies[1]);
    expect(bodies[0]?.code).toBe("invitation.unusable");
    expect((await invite(owner, "new@example.com")).status).toBe(201);
  });

  it("hides another workspace's invitation", async () => {
    const stranger = await fixture.person("Mallory");
    const own = await fixture.workspace(stranger, "Elsewhere");
    const made = (await (await invite(owner, "new@example.com")).json()) as InvitationLinkView;
    const path = `/api/workspaces/${own}/invitations/${made.id}`;
    expect((await fixture.send(stranger, "DELETE", path)).status).toBe(404);
    expect((await fixture.send(stranger, "POST", `${path}/resend`)).status).toBe(404);
  });
});

describe("limits", () => {
  it("[GOV-42] stops at 200 open invitations, naming limit and count", async () => {
    const { db } = fixture.platform;
    const expiresAt = new Date(fixture.clock.now() + 1000).toISOString();
    await db.transaction((tx) =>
      tx.insertMany(
        invitationsCollection,
        Array.from({ length: 200 }, (_, index) => ({
          id: `inv_${index}`,
          workspaceId,
          email: `${index}@example.com`,
          pendingEmail: `${index}@example.com`,
          role: "member" as const,
          status: "pending" as const,
          tokenHash: `hash-${index}`,
          invitedBy: owner.userId,
          invitedByName: "Ada",
          createdAt: expiresAt,
          expiresAt,
        })),
      ),
    );
    const answer = await invite(owner, "one-more@example.com");
    expect(answer.status).toBe(409);
    expect(await answer.json()).toMatchObject({
      code: "limit.reached",
      limit: "invitations",
      max: 200,
      count: 200,
    });
    fixture.clock.advance(1000);
    expect((await invite(owner, "one-more@example.com")).status).toBe(201);
  });

  it("[GOV-42] stops at 1,000 members", async () => {
    const link = await linkOf(await invite(owner, "new@example.com"));
    await fixture.platform.db.transaction((tx) =>
      tx.update(workspacesCollection, workspaceId, { set: { memberCount: 1000 } }),
    );
    const guest = await fixture.person("New");
    const answer = await accept(guest, link);
    expect(answer.status).toBe(409);
    expect(await answer.json()).toMatchObject({ code: "limit.reached", limit: "members", max: 1000 });
    expect(await roleOf(guest)).toBeUndefined();
  });
});

describe("collaborators", () => {
  it("[GOV-43] [GOV-45] lets the creator share an app with members, again and again", async () => {
    const appId = await fixture.app(owner, workspaceId);
    const app = `${base}/apps/${appId}`;
    expect((await fixture.send(member, "GET", app)).status).toBe(404);
    for (const _ of [1, 2]) {
      const path = `${app}/collaborators/${member.userId}`;
      expect((await fixture.send(owner, "PUT", path)).status).toBe(200);
    }
    expect((await fixture.send(member, "GET", app)).status).toBe(200);
    const list = await fixture.send(member, "GET", `${app}/collaborators`);
    expect(await list.json()).toMatchObject({ collaborators: [{ userId: member.userId, role: "member" }] });
    const refused = await fixture.send(member, "DELETE", `${app}/collaborators/${member.userId}`);
    expect(await refused.json()).toMatchObject({ permission: "app:collaborators" });
    for (const _ of [1, 2]) await fixture.send(owner, "DELETE", `${app}/collaborators/${member.userId}`);
    expect((await fixture.send(member, "GET", app)).status).toBe(404);
    const names = await fixture.auditNames(workspaceId);
    expect(names.filter((name) => name.startsWith("app.collaborator"))).toEqual([
      "app.collaborator_added",
      "app.collaborator_removed",
    ]);
  });

  it("[GOV-45] takes members only", async () => {
    const appId = await fixture.app(owner, workspaceId);
    const stranger = await fixture.person("Mallory");
    const path = `${base}/apps/${appId}/collaborators/${stranger.userId}`;
    expect((await fixture.send(owner, "PUT", path)).status).toBe(404);
  });

  it("[GOV-45] ends at 50", async () => {
    const appId = await fixture.app(owner, workspaceId);
    const { collaboratorsCollection } = await import("@second/domain");
    await fixture.platform.db.transaction((tx) =>
      tx.insertMany(
        collaboratorsCollection,
        Array.from({ length: 50 }, (_, index) => ({
          id: `${appId}:${index}`,
          workspaceId,
          appId,
          userId: `usr_${index}`,
          addedBy: owner.userId,
          addedAt: new Date(fixture.clock.now()).toISOString(),
        })),
      ),
    );
    const answer = await fixture.send(owner, "PUT", `${base}/apps/${appId}/collaborators/${member.userId}`);
    expect(await answer.json()).toMatchObject({ code: "limit.reached", limit: "collaborators", max: 50 });
  });

  it("[GOV-43] shows who may open an app, without addresses, and forgets a removed collaborator", async () => {
    const appId = await fixture.app(member, workspaceId);
    const helper = await fixture.person("Edsger");
    await fixture.join(owner, workspaceId, { person: helper });
    await fixture.send(member, "PUT", `${base}/apps/${appId}/collaborators/${helper.userId}`);
    const list = async () => {
      const answer = await fixture.send(owner, "GET", `${base}/apps/${appId}/members`);
      const { members } = (await answer.json()) as { members: AppMemberView[] };
      return members;
    };
    expect((await list()).map(({ name }) => name).sort()).toEqual(["Ada", "Edsger", "Grace"]);
    expect(JSON.stringify(await list())).not.toContain("@");
    await fixture.send(owner, "DELETE", `${base}/members/${helper.userId}`);
    await fixture.join(owner, workspaceId, { person: helper });
    expect((await list()).map(({ name }) => name).sort()).toEqual(["Ada", "Grace"]);
  });
});
