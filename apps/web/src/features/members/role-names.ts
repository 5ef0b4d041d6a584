import type { Role } from "@second/contracts";

export const roleNames: Record<Role, string> = { owner: "Owner", admin: "Admin", member: "Member" };

export const roleHints: Record<Role, string> = {
  owner: "Everything, and names other owners",
  admin: "Manages people, settings and all apps",
  member: "Builds apps and uses those shared with them",
};

/** "an owner", "an admin", "a member". */
export const asRole = (role: Role) => `${role === "member" ? "a" : "an"} ${role}`;
