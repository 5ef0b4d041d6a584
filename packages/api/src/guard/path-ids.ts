import { type IdKind, isDocumentId, isId, Problem } from "@second/contracts";

const kinds: Readonly<Record<string, IdKind>> = {
  workspaceId: "workspace",
  appId: "app",
  runId: "run",
  turnId: "turn",
  versionId: "version",
  userId: "user",
  sessionId: "session",
  invitationId: "invitation",
};

/** The parameters of a path pattern that must have the form of an id. */
export function idParameters(path: string): string[] {
  return [...path.matchAll(/:([A-Za-z]+)/g)]
    .map((match) => match[1] ?? "")
    .filter((name) => name === "docId" || Object.hasOwn(kinds, name));
}

/** @throws `resource.not_found` for a malformed id, so that no store is asked for it. */
export function checkIds(names: readonly string[], params: Readonly<Record<string, string>>): void {
  for (const name of names) {
    const kind = kinds[name];
    const isWellFormed = kind === undefined ? isDocumentId(params[name]) : isId(kind, params[name]);
    if (!isWellFormed) throw new Problem("resource.not_found");
  }
}
