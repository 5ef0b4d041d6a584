import type { RunState } from "@second/contracts";
import { defineCollection } from "@second/store";

/** What a prompt builds. Only small fields stand here: lists and the guard read this record. */
export interface App {
  id: string;
  workspaceId: string;
  name: string;
  /** True until a person renames the app or the first plan gives it its title. */
  nameIsProvisional: boolean;
  description: string | null;
  createdBy: string;
  createdByName: string;
  createdAt: string;
  updatedAt: string;
  publishStatus: "draft";
  /** The newest builder run and its state. */
  runId: string;
  runState: RunState;
  runtimeId: string;
  runtimeModel: string;
  runtimeParams: Record<string, string>;
  draftVersionId: string | null;
  draftVersionNumber: number | null;
  /** Number of the newest version; versions are counted without gaps. */
  versionCount: number;
  /** Raised to revoke every preview link at once. */
  accessEpoch: number;
  /** Fencing number of the newest turn attempt; older writers are refused. */
  fence: number;
}

export const appsCollection = defineCollection<App>()({
  name: "apps",
  fields: {
    workspaceId: "string",
    createdBy: "string",
    updatedAt: "string",
    name: "string",
    fence: "number",
    versionCount: "number",
    draftVersionId: "string",
  },
  indexes: [
    { name: "by_workspace", fields: ["workspaceId", "-updatedAt"] },
    { name: "by_creator", fields: ["workspaceId", "createdBy", "-updatedAt"] },
    { name: "by_name", fields: ["workspaceId", "name"] },
  ],
  feed: "ids",
});
