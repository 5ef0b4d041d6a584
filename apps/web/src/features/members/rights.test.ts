import { type MemberView, type Role, roleHas, roles } from "@second/contracts";
import { describe, expect, it } from "vitest";
import { grantableRoles, memberRights } from "./rights.ts";

const member = (role: Role): MemberView => ({
  userId: "usr_2",
  name: "Tomás",
  email: "t@acme.example",
  role,
  joinedAt: "2030-01-01T00:00:00.000Z",
});
const as = (role: Role) => (permission: Parameters<typeof roleHas>[1]) => roleHas(role, permission);

describe("what is shown beside a member", () => {
  it("[GOV-47] lets nobody change their own role, and only owners touch owners", () => {
    for (const role of roles)
      expect(memberRights(member(role), "usr_2", as("owner"))).toEqual({ roles: [], canRemove: false });
    expect(memberRights(member("owner"), "usr_1", as("admin")).canRemove).toBe(false);
    expect(memberRights(member("owner"), "usr_1", as("owner")).canRemove).toBe(true);
    expect(memberRights(member("member"), "usr_1", as("admin")).roles).toEqual(["admin", "member"]);
  });

  it("[GOV-54] lets only owners invite owners", () => {
    expect(grantableRoles(as("owner"))).toContain("owner");
    expect(grantableRoles(as("admin"))).not.toContain("owner");
  });

  it("offers nothing to members", () => {
    for (const role of roles)
      expect(memberRights(member(role), "usr_1", as("member"))).toEqual({ roles: [], canRemove: false });
  });
});
