import {
  type AppCreatedView,
  appNameSchema,
  type createAppBody,
  idFrom,
  Problem,
  promptSchema,
  type RuntimeChoice,
  resolveRuntimeChoice,
} from "@second/contracts";
import type { z } from "zod";
import type { WorkspaceAccess } from "../access/access.ts";
import { byMember } from "../audit/by-member.ts";
import { recordAudit } from "../audit/record.ts";
import { publishHint } from "../events/hints.ts";
import type { Platform } from "../platform.ts";
import { messagesCollection, runsCollection } from "../runs/collections.ts";
import { type App, appsCollection } from "./apps-collection.ts";
import { deriveName, uniqueName } from "./derive-name.ts";
import { answerOnce, idempotencyKey } from "./idempotency.ts";

export type CreateAppInput = z.infer<typeof createAppBody>;

/** The trimmed prompt. @throws `app.invalid_prompt` when it is empty or longer than 20,000 characters. */
export function parsePrompt(text: string): string {
  const parsed = promptSchema.safeParse(text);
  if (parsed.success) return parsed.data;
  const length = text.trim().length;
  throw new Problem("app.invalid_prompt", {
    detail: length === 0 ? "Describe the app first." : `This has ${length} characters; 20,000 is the most.`,
    fields: [{ pointer: "/prompt", message: "must have 1 to 20,000 characters" }],
  });
}

/** The trimmed name. @throws `app.invalid_name` unless it has 2 to 80 characters. */
export function parseAppName(text: string): string {
  const parsed = appNameSchema.safeParse(text);
  if (parsed.success) return parsed.data;
  throw new Problem("app.invalid_name", {
    fields: [{ pointer: "/name", message: "must have 2 to 80 characters" }],
  });
}

/** @throws `runtime.invalid` for a runtime or model that is not registered. */
export function parseRuntimeChoice(input: {
  runtimeId?: string | undefined;
  runtimeModel?: string | undefined;
  runtimeParams?: Record<string, string> | undefined;
}): RuntimeChoice {
  const choice = resolveRuntimeChoice({ ...input, runtimeId: input.runtimeId ?? "demo" });
  if (choice) return choice;
  throw new Problem("runtime.invalid", {
    fields: [{ pointer: "/runtimeId", message: "must name a known agent and one of its models" }],
  });
}

/** App, builder run, first message and audit in one transaction. The turn starts when the app's page posts the message. */
export async function createApp(
  platform: Platform,
  access: WorkspaceAccess,
  input: CreateAppInput & { idempotencyKey: string | null },
): Promise<AppCreatedView> {
  const { idempotencyKey: header, ...body } = input;
  const prompt = parsePrompt(body.prompt);
  const typedName = body.appName === undefined ? null : parseAppName(body.appName);
  const choice = parseRuntimeChoice(body);
  const place = { userId: access.userId, workspaceId: access.workspaceId, route: "apps.create" };
  const key = idempotencyKey(place, header, body);
  const { ids, clock } = platform;

  let created = false;
  const view = await platform.db.transaction((tx) =>
    answerOnce(tx, { key, workspaceId: access.workspaceId, nowMs: clock.now() }, async () => {
      created = true;
      const now = new Date(clock.now()).toISOString();
      const name = typedName ?? (await uniqueName(tx, access.workspaceId, deriveName(prompt)));
      const appId = idFrom("app", ids.ulid());
      const runId = idFrom("run", ids.ulid());
      const messageUlid = ids.ulid();
      const messageId = idFrom("message", messageUlid);
      const app: App = {
        id: appId,
        workspaceId: access.workspaceId,
        name,
        nameIsProvisional: typedName === null,
        description: null,
        createdBy: access.userId,
        createdByName: access.userName,
        createdAt: now,
        updatedAt: now,
        publishStatus: "draft",
        runId,
        runState: "pending",
        ...choice,
        draftVersionId: null,
        draftVersionNumber: null,
        versionCount: 0,
        accessEpoch: 1,
        fence: 0,
      };
      await tx.insert(appsCollection, app);
      await tx.insert(runsCollection, {
        id: runId,
        workspaceId: access.workspaceId,
        appId,
        kind: "builder",
        state: "pending",
        createdBy: access.userId,
        createdAt: now,
        updatedAt: now,
        failure: null,
        usage: null,
        note: null,
      });
      await tx.insert(messagesCollection, {
        id: messageId,
        workspaceId: access.workspaceId,
        appId,
        runId,
        turnId: "",
        order: `${messageUlid}.0000.0`,
        role: "user",
        parts: [{ type: "text", text: prompt }],
        hasBlobs: false,
        metadata: { author: { id: access.userId, name: access.userName }, createdAt: now },
      });
      const entry = { ...byMember(access, name), appId };
      await recordAudit(platform, tx, {
        ...entry,
        name: "app.created",
        target: { type: "app", id: appId },
        metadata: { runtimeId: choice.runtimeId, runtimeModel: choice.runtimeModel },
      });
      await recordAudit(platform, tx, {
        ...entry,
        name: "builder_run.created",
        target: { type: "run", id: runId },
        metadata: {},
      });
      return {
        id: appId,
        workspaceId: access.workspaceId,
        name,
        description: null,
        createdAt: now,
        publishStatus: "draft" as const,
        initialRun: { id: runId, status: "pending" as const, messageId },
      };
    }),
  );
  if (created)
    await publishHint(platform, {
      type: "app.created",
      scope: "apps",
      workspaceId: access.workspaceId,
      appId: view.id,
    });
  return view;
}
