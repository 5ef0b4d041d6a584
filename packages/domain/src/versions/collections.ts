import type { Manifest } from "@second/contracts";
import { defineCollection } from "@second/store";

/** An immutable snapshot of an app's source and built artifact. Its manifests stand apart, so that lists stay small. */
export interface Version {
  id: string;
  workspaceId: string;
  appId: string;
  /** From 1, without gaps. */
  number: number;
  /** Hash of the source manifest. */
  contentHash: string;
  parentId: string | null;
  origin: "build" | "restore";
  createdAt: string;
  createdBy: string;
  createdByName: string;
  turnId: string | null;
  summary: string;
  filesChanged: number;
  sizeBytes: number;
}

export const versionsCollection = defineCollection<Version>()({
  name: "versions",
  fields: {
    workspaceId: "string",
    appId: "string",
    number: "number",
    contentHash: "string",
    turnId: "string",
  },
  indexes: [
    { name: "one_per_number", fields: ["appId", "number"], unique: true },
    { name: "by_turn", fields: ["turnId"] },
  ],
  feed: "ids",
});

export interface VersionFiles {
  /** The version's id. */
  id: string;
  workspaceId: string;
  appId: string;
  source: Manifest;
  artifact: Manifest;
}

export const versionFilesCollection = defineCollection<VersionFiles>()({
  name: "version_files",
  fields: { workspaceId: "string", appId: "string" },
  indexes: [],
  feed: "none",
});
