import type { DeviceView, SessionView } from "@second/contracts";
import { sessionsCollection } from "@second/domain";
import { afterEach, describe, expect, it } from "vitest";
import { type Fixture, type FixtureOptions, openFixture, type Person } from "../testing/fixture.ts";

let fixture: Fixture;
const open = async (options?: FixtureOptions) => {
  fixture = await openFixture(options);
  return fixture;
};
afterEach(() => fixture.close());

const dayMs = 86_400_000;
const minuteMs = 60_000;
const ada = { displayName: "Ada Lovelace", email: "Ada@Example.com" };

async function state(person: Person | null): Promise<SessionView> {
  return (await (await fixture.send(person, "GET", "/api/auth/session")).json()) as SessionView;
}

async function isSignedIn(cookie: string): Promise<boolean> {
  const session = await state({ userId: "" as Person["userId"], name: "", email: "", cookie });
  return session.user !== null;
}

describe("saying who you are", () => {
  it("[GOV-1] [GOV-4] signs a new person in and a known email in as that same person", async () => {
    await open();
    const first = await fixture.send(null, "POST", "/api/auth/identity", { body: ada });
    expect(first.status).toBe(200);
    const session = (await first.json()) as SessionView;
    expect(session).toMatchObject({
      state: "needs_workspace",
      user: { name: "Ada Lovelace", email: "ada@example.com" },
      authMode: "none",
    });
    const again = await fixture.send(null, "POST", "/api/auth/identity", {
      body: { displayName: "Ada L.", email: "ada@example.com" },
    });
    const known = (await again.json()) as SessionView;
    expect(known.user).toMatchObject({ id: session.user?.id, name: "Ada L." });
  });

  it("[GOV-4] names the fault of each field", async () => {
    await open();
    const answer = await fixture.send(null, "POST", "/api/auth/identity", {
      body: { displayName: "A", email: "nobody", role: "owner" },
    });
    expect(answer.status).toBe(400);
    const body = (await answer.json()) as { fields: { pointer: string; message: string }[] };
    expect(body.fields).toEqual(
      expect.arrayContaining([
        { pointer: "/displayName", message: "needs at least 2 characters" },
        { pointer: "/email", message: "must be an email address" },
        { pointer: "/role", message: "is not known here" },
      ]),
    );
  });

  it("[GOV-4] is one person when two browsers say the same new email at once", async () => {
    await open();
    const answers = await Promise.all(
      [1, 2, 3].map(() => fixture.send(null, "POST", "/api/auth/identity", { body: ada })),
    );
    const sessions = (await Promise.all(answers.map((answer) => answer.json()))) as SessionView[];
    expect(new Set(sessions.map((session) => session.user?.id)).size).toBe(1);
  });

  it("[GOV-1] is not there in mode external", async () => {
    await open({ config: { authMode: "external" } });
    const answer = await fixture.send(null, "POST", "/api/auth/identity", { body: ada });
    expect(answer.status).toBe(404);
  });

  it("[GOV-2] tells pages to warn when anyone who reaches the server can be anyone", async () => {
    await open({ config: { insecure: true } });
    expect((await state(null)).insecure).toBe(true);
  });
});

describe("sessions", () => {
  it("[GOV-20] sends token and HMAC in a closed cookie and stores only the token's hash", async () => {
    await open();
    const answer = await fixture.send(null, "POST", "/api/auth/identity", { body: ada });
    const cookie = answer.headers.get("set-cookie") ?? "";
    expect(cookie).toMatch(
      /^second_session=[\w-]{43}\.[\w-]{43}; Path=\/; Max-Age=7776000; HttpOnly; SameSite=Lax$/,
    );
    const token = cookie.slice("second_session=".length).split(".")[0] ?? "";
    expect(Buffer.from(token, "base64url")).toHaveLength(32);
    const { records } = await fixture.platform.db.list(sessionsCollection);
    expect(JSON.stringify(records)).not.toContain(token);
    expect(records[0]?.tokenHash).toMatch(/^[0-9a-f]{64}$/);
  });

  it("[GOV-20] marks the cookie for its host alone under HTTPS", async () => {
    await open({ config: { publicUrl: "https://second.example.com" } });
    const answer = await fixture.send(null, "POST", "/api/auth/identity", { body: ada });
    expect(answer.headers.get("set-cookie")).toMatch(/^__Host-second_session=.*; Secure$/);
  });

  it("[GOV-20] refuses a cookie whose HMAC is not the server's", async () => {
    await open();
    const person = await fixture.person("Ada");
    const [token = "", mac = ""] = person.cookie.split(".");
    const forged = `${mac.slice(0, -2)}AA`;
    expect(await isSignedIn(`${token}.${forged}`)).toBe(false);
    expect(await isSignedIn(token)).toBe(false);
    expect(await isSignedIn(`${token}.${mac}.x`)).toBe(false);
    expect(await isSignedIn(person.cookie)).toBe(true);
  });

  it("[GOV-21] ends after 30 days without use, and after 90 days in any case", async () => {
    await open();
    const idle = await fixture.person("Ada");
    fixture.clock.advance(30 * dayMs + minuteMs);
    expect(await isSignedIn(idle.cookie)).toBe(false);
    const busy = await fixture.person("Grace");
    for (let day = 0; day < 89; day += 1) {
      fixture.clock.advance(dayMs);
      expect((await state(busy)).user).not.toBeNull();
    }
    fixture.clock.advance(dayMs);
    expect((await state(busy)).user).toBeNull();
  });

  it("[GOV-21] keeps the last use to the minute", async () => {
    await open();
    const person = await fixture.person("Ada");
    fixture.clock.advance(90_000);
    await state(person);
    const { records } = await fixture.platform.db.list(sessionsCollection);
    expect(records[0]?.lastActiveAt).toBe("2026-11-24T12:01:00.000Z");
  });

  it("[GOV-22] replaces the token at sign-in: the old one is worth nothing", async () => {
    await open();
    const person = await fixture.person("Ada");
    const planted = person.cookie;
    await fixture.send(person, "POST", "/api/auth/identity", { body: ada });
    expect(person.cookie).not.toBe(planted);
    expect(await isSignedIn(planted)).toBe(false);
    expect(await isSignedIn(person.cookie)).toBe(true);
  });

  it("[GOV-22] replaces the token every 24 hours of use; the old one works 30 s more", async () => {
    await open();
    const person = await fixture.person("Ada");
    const old = person.cookie;
    fixture.clock.advance(dayMs - 1);
    await state(person);
    expect(person.cookie).toBe(old);
    fixture.clock.advance(1);
    await state(person);
    expect(person.cookie).not.toBe(old);
    fixture.clock.advance(29_999);
    expect(await isSignedIn(old)).toBe(true);
    fixture.clock.advance(1);
    expect(await isSignedIn(old)).toBe(false);
    expect(await isSignedIn(person.cookie)).toBe(true);
  });

  it("[GOV-22] gives one of two simultaneous requests the new token and serves both", async () => {
    await open();
    const person = await fixture.person("Ada");
    fixture.clock.advance(dayMs);
    const answers = await Promise.all(
      [1, 2].map(() => fixture.send({ ...person }, "GET", "/api/workspaces")),
    );
    expect(answers.map((answer) => answer.status)).toEqual([200, 200]);
    expect(answers.filter((answer) => answer.headers.has("set-cookie"))).toHaveLength(1);
  });

  it("[GOV-22] leaves the token to the browser's own next request when a page is rendered for it", async () => {
    await open();
    const person = await fixture.person("Ada");
    const old = person.cookie;
    fixture.clock.advance(dayMs);
    const client = { address: "127.0.0.1", isPage: true };
    const rendered = await fixture.send(person, "GET", "/api/auth/session", { client });
    expect(rendered.headers.has("set-cookie")).toBe(false);
    fixture.clock.advance(minuteMs);
    await state(person);
    expect(person.cookie).not.toBe(old);
  });

  it("[GOV-22] replaces the tokens of a member whose role changes", async () => {
    await open();
    const [owner, member] = [await fixture.person("Ada"), await fixture.person("Grace")];
    const workspaceId = await fixture.workspace(owner);
    await fixture.join(owner, workspaceId, { person: member });
    const old = member.cookie;
    const path = `/api/workspaces/${workspaceId}/members/${member.userId}`;
    await fixture.send(owner, "PATCH", path, { body: { role: "admin" } });
    await state(member);
    expect(member.cookie).not.toBe(old);
    fixture.clock.advance(30_000);
    expect(await isSignedIn(old)).toBe(false);
  });

  it("[GOV-25] lives in the store alone: another web process accepts it", async () => {
    await open();
    const person = await fixture.person("Ada");
    const other = (await import("../create-api.ts")).createApi({
      platform: fixture.platform,
      handlers: (await import("../testing/fixture.ts")).completeHandlers(),
      verifyTurn: () => Promise.reject(new Error("no turns here")),
      internalTokens: [],
    });
    const request = new Request("http://localhost:3000/api/workspaces", {
      headers: { cookie: `second_session=${person.cookie}` },
    });
    expect((await other.fetch(request)).status).toBe(200);
  });

  it("signs out, again and again, and clears the cookie", async () => {
    await open();
    const person = await fixture.person("Ada");
    const workspaceId = await fixture.workspace(person);
    const old = person.cookie;
    const answer = await fixture.send(person, "POST", "/api/auth/logout");
    expect(await answer.json()).toEqual({ redirectTo: "/onboarding/identity" });
    expect(answer.headers.get("set-cookie")).toContain("Max-Age=0");
    expect(await isSignedIn(old)).toBe(false);
    expect((await fixture.send(null, "POST", "/api/auth/logout")).status).toBe(200);
    expect(await fixture.auditNames(workspaceId)).toContain("auth.signed_out");
  });
});

describe("devices", () => {
  const devices = async (person: Person) =>
    ((await (await fixture.send(person, "GET", "/api/auth/sessions")).json()) as { devices: DeviceView[] })
      .devices;

  it("[GOV-24] lists a person's sessions and ends one of them, never another person's", async () => {
    await open();
    const [here, there, other] = [
      await fixture.person("Ada"),
      await fixture.person("Ada"),
      await fixture.person("Grace"),
    ];
    const workspaceId = await fixture.workspace(here);
    const list = await devices(here);
    expect(list).toHaveLength(2);
    expect(list.filter((device) => device.current)).toHaveLength(1);
    expect(list[0]?.device).toBe("Firefox on Linux");
    const foreign = (await devices(other))[0]?.id;
    expect((await fixture.send(here, "DELETE", `/api/auth/sessions/${foreign}`)).status).toBe(404);
    const away = list.find((device) => !device.current)?.id;
    expect((await fixture.send(here, "DELETE", `/api/auth/sessions/${away}`)).status).toBe(200);
    expect(await isSignedIn(there.cookie)).toBe(false);
    expect(await isSignedIn(other.cookie)).toBe(true);
    expect(await fixture.auditNames(workspaceId)).toContain("auth.session_revoked");
  });

  it("[GOV-24] ends all others at once", async () => {
    await open();
    const here = await fixture.person("Ada");
    const others = [await fixture.person("Ada"), await fixture.person("Ada")];
    const answer = await fixture.send(here, "POST", "/api/auth/sessions/revoke-others");
    expect(await answer.json()).toEqual({ revoked: 2 });
    for (const other of others) expect(await isSignedIn(other.cookie)).toBe(false);
    expect(await isSignedIn(here.cookie)).toBe(true);
  });
});

describe("onboarding", () => {
  it("[GOV-35] keeps progress with the person, on every device", async () => {
    await open();
    const person = await fixture.person("Ada");
    expect((await state(person)).state).toBe("needs_workspace");
    await fixture.send(person, "POST", "/api/workspaces", { body: { name: "Acme" } });
    expect((await state(await fixture.person("Ada"))).state).toBe("needs_provider");
    await fixture.send(person, "POST", "/api/setup/finish");
    expect((await state(await fixture.person("Ada"))).state).toBe("ready");
    await fixture.send(person, "POST", "/api/workspaces", { body: { name: "Second one" } });
    expect((await state(person)).state).toBe("ready");
  });

  it("[GOV-35] spares invited people the provider step", async () => {
    await open();
    const [owner, guest] = [await fixture.person("Ada"), await fixture.person("Grace")];
    await fixture.join(owner, await fixture.workspace(owner), { person: guest });
    expect((await state(guest)).state).toBe("ready");
  });

  it("[GOV-36] lists what can build here, the demo always among it", async () => {
    await open();
    const person = await fixture.person("Ada");
    const answer = await fixture.send(person, "GET", "/api/setup/detect-provider");
    const { runtimes, sandbox } = (await answer.json()) as {
      runtimes: { id: string }[];
      sandbox: { kind: string };
    };
    expect(runtimes.map((runtime) => runtime.id)).toContain("demo");
    expect(sandbox.kind).toBe("bwrap");
  });
});
