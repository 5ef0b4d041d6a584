import type { WorkspaceEvent } from "@second/contracts";
import { queryKeys } from "../session/query-keys.ts";

type Key = readonly string[];

const appKeys = ({ workspaceId, appId }: WorkspaceEvent): Key[] => [
  queryKeys.apps(workspaceId),
  ...(appId ? [queryKeys.app(workspaceId, appId)] : []),
];

const oldKeys: Record<WorkspaceEvent["type"], (event: WorkspaceEvent) => Key[]> = {
  "app.created": appKeys,
  "app.changed": appKeys,
  "app.version": appKeys,
  "run.changed": appKeys,
  "member.changed": ({ workspaceId }) => [
    queryKeys.members(workspaceId),
    queryKeys.workspace(workspaceId),
    queryKeys.session,
  ],
  "invitation.changed": ({ workspaceId }) => [queryKeys.invitations(workspaceId)],
  "workspace.changed": ({ workspaceId }) => [queryKeys.workspace(workspaceId), queryKeys.session],
};

/** Which cached data an event makes old. */
export function keysOf(event: WorkspaceEvent): Key[] {
  return oldKeys[event.type](event);
}

/** Null for what this page does not know. */
export function readWorkspaceEvent(data: unknown): WorkspaceEvent | null {
  if (typeof data !== "object" || data === null || !("type" in data) || !("workspaceId" in data)) return null;
  if (typeof data.type !== "string" || typeof data.workspaceId !== "string") return null;
  // The server sends ids and states of its own contract; the type says which.
  return Object.hasOwn(oldKeys, data.type) ? (data as WorkspaceEvent) : null;
}

/** Gathers keys for `ms` and hands each over once. */
export function createCoalescer(ms: number, flush: (keys: Key[]) => void) {
  const waiting = new Map<string, Key>();
  let timer: ReturnType<typeof setTimeout> | null = null;
  return {
    add(keys: readonly Key[]) {
      for (const key of keys) waiting.set(JSON.stringify(key), key);
      timer ??= setTimeout(() => {
        timer = null;
        const keysNow = [...waiting.values()];
        waiting.clear();
        flush(keysNow);
      }, ms);
    },
    cancel() {
      if (timer) clearTimeout(timer);
      timer = null;
      waiting.clear();
    },
  };
}
