import { identityRoutes } from "./identity.ts";
import { memberRoutes } from "./members.ts";
import { systemRoutes } from "./system.ts";
import { workspaceRoutes } from "./workspaces.ts";

/** Everything about people and their workspaces, with health and the interface's own description. */
export const peopleRoutes = { ...systemRoutes, ...identityRoutes, ...workspaceRoutes, ...memberRoutes };
