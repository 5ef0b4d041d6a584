import {
  createWorkspace,
  detectProviders,
  getWorkspace,
  leaveWorkspace,
  listWorkspaces,
  renameWorkspace,
} from "@second/domain";
import { handlers } from "../handler.ts";

/** Workspaces themselves. */
export const workspaceRoutes = handlers<
  | "workspaces.list"
  | "workspaces.create"
  | "workspaces.get"
  | "workspaces.rename"
  | "workspaces.runtimes"
  | "members.leave"
>({
  "workspaces.list": async ({ platform, access }) => ({ workspaces: await listWorkspaces(platform, access) }),
  "workspaces.create": ({ platform, access, body }) => createWorkspace(platform, access, body),
  "workspaces.get": ({ platform, access }) => getWorkspace(platform, access),
  "workspaces.rename": ({ platform, access, body }) => renameWorkspace(platform, access, body),
  "workspaces.runtimes": ({ platform }) => detectProviders(platform),
  "members.leave": async ({ platform, access }) => {
    await leaveWorkspace(platform, access);
    return { left: true };
  },
});
