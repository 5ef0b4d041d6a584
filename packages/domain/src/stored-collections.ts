import type { CollectionDefinition } from "@second/store";
import { appsCollection } from "./apps/apps-collection.ts";
import { idempotencyCollection } from "./apps/idempotency.ts";
import { auditCollection } from "./audit/record.ts";
import { dataScopesCollection, documentChangesCollection, documentsCollection } from "./data/collections.ts";
import { sessionsCollection, usersCollection } from "./identity/collections.ts";
import {
  collaboratorsCollection,
  invitationsCollection,
  membershipsCollection,
} from "./members/collections.ts";
import {
  agentSessionsCollection,
  cardsCollection,
  messagesCollection,
  runsCollection,
  toolCallsCollection,
  treesCollection,
  turnProgressCollection,
  turnsCollection,
} from "./runs/collections.ts";
import { blobMarksCollection, upkeepLeasesCollection } from "./upkeep/collections.ts";
import { versionFilesCollection, versionsCollection } from "./versions/collections.ts";
import { workspaceSlugsCollection, workspacesCollection } from "./workspaces/collections.ts";

/** Every collection of the product, for `Database.prepare`. */
export const storedCollections: readonly CollectionDefinition<never>[] = [
  usersCollection,
  sessionsCollection,
  workspacesCollection,
  workspaceSlugsCollection,
  membershipsCollection,
  invitationsCollection,
  collaboratorsCollection,
  appsCollection,
  idempotencyCollection,
  runsCollection,
  turnsCollection,
  turnProgressCollection,
  messagesCollection,
  cardsCollection,
  toolCallsCollection,
  agentSessionsCollection,
  treesCollection,
  versionsCollection,
  versionFilesCollection,
  documentsCollection,
  documentChangesCollection,
  dataScopesCollection,
  auditCollection,
  upkeepLeasesCollection,
  blobMarksCollection,
];
