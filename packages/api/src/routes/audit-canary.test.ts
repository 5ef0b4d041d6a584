import type { InvitationLinkView } from "@second/contracts";
import { auditCollection } from "@second/domain";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Fixture, openFixture } from "../testing/fixture.ts";

const canary = "canary-7f3b91";
let fixture: Fixture;
beforeEach(async () => {
  fixture = await openFixture();
});
afterEach(() => fixture.close());

describe("the audit log", () => {
  it("[GOV-91] holds no secret, header, address or prompt that came in", async () => {
    const client = { address: `2001:db8::${canary}` };
    const headers = { "user-agent": canary, "x-forwarded-for": canary, authorization: `Bearer ${canary}` };
    const owner = await fixture.person("Ada");
    const send = (method: string, path: string, body?: unknown) =>
      fixture.send(owner, method, path, { ...(body === undefined ? {} : { body }), headers, client });
    const workspaceId = await fixture.workspace(owner);
    const base = `/api/workspaces/${workspaceId}`;
    const cookies = [owner.cookie];
    await send("POST", "/api/auth/identity", { displayName: "Ada", email: owner.email });
    cookies.push(owner.cookie);
    const made = await send("POST", `${base}/invitations`, { email: "new@example.com", role: "member" });
    const { link, id } = (await made.json()) as InvitationLinkView;
    const guest = await fixture.person("Grace");
    await fixture.send(guest, "POST", `/api/invitations/${link.slice(-43)}/accept`, { headers, client });
    await fixture.send(guest, "GET", `${base}/invitations?${canary}`, { headers, client });
    await send("DELETE", `${base}/invitations/${id}`);
    await fixture.app(owner, workspaceId, `Build ${canary}`).catch(() => null);
    await send("PATCH", base, { name: "Beta", [canary]: canary });
    await send("POST", "/api/auth/sessions/revoke-others");
    await send("POST", "/api/auth/logout");

    const { records } = await fixture.platform.db.list(auditCollection, { filter: { workspaceId } });
    expect(records.map((event) => event.eventName)).toEqual(
      expect.arrayContaining(["auth.signed_in", "member.invited", "access.denied", "auth.signed_out"]),
    );
    const told = JSON.stringify(records.map(({ display, ...event }) => event));
    for (const secret of [canary, link.slice(-43), ...cookies.flatMap((cookie) => cookie.split("."))])
      expect(told).not.toContain(secret);
    for (const personal of ["Ada", "Grace", "@example.com"]) expect(told).not.toContain(personal);
    expect(JSON.stringify(fixture.log)).not.toContain(canary);
  });
});
