import { builderToolPrefix, type ChatView, type StoredMessage } from "@second/contracts";
import { type BuildView, toBlocks } from "./blocks.ts";
import type { LiveMessage } from "./live-message.ts";
import { field, type Part, text } from "./part-values.ts";
import { toolRow } from "./tool-row.ts";

export interface WrittenFile {
  path: string;
  added: number;
  removed: number;
}

/** The files that an answer wrote or edited, in order, with the lines of all its changes. */
export function writtenFiles(parts: readonly Part[]): WrittenFile[] {
  const files = new Map<string, WrittenFile>();
  for (const part of parts) {
    if (part.toolName !== "Write" && part.toolName !== "Edit") continue;
    const { subject: path, state, added, removed } = toolRow(part, true);
    if (state !== "done") continue;
    const before = files.get(path) ?? { path, added: 0, removed: 0 };
    files.set(path, {
      path,
      added: before.added + (added ?? 0),
      removed: before.removed + (removed ?? 0),
    });
  }
  return [...files.values()];
}

/** The newest build of an answer, or null. */
function newestBuild(parts: readonly Part[], isLive: boolean): BuildView | null {
  const call = parts.findLast((part) => part.toolName === `${builderToolPrefix}done_building`);
  const block = call && toBlocks([call], { isLive })[0];
  return block?.kind === "build" ? block.build : null;
}

/** Number of the version that an answer built last; null when it built none. */
export function builtVersion(parts: readonly Part[]): number | null {
  const builds = toBlocks(parts, { isLive: false }).flatMap((block) =>
    block.kind === "build" && block.build.state === "built" ? [block.build.number] : [],
  );
  return builds.at(-1) ?? null;
}

export type FailedBuild = Extract<BuildView, { state: "failed" }>;

/** What keeps the newest change from showing: a failed build that no later one made good; null when none. */
export function openBuildFailure(chat: ChatView | undefined): FailedBuild | null {
  const answer = chat?.messages.findLast(({ role }) => role === "assistant");
  const build = answer && newestBuild(answer.parts, false);
  return build?.state === "failed" ? build : null;
}

/** Who approved the newest plan and when; null before that. */
export function approvalOf(chat: ChatView | undefined): { by: string; at: string } | null {
  const decisions = chat?.messages.flatMap(({ metadata }) => Object.values(metadata?.decisions ?? {})) ?? [];
  const approval = decisions.findLast(({ decision }) => decision === "approve");
  return approval ? { by: approval.by.name, at: approval.at } : null;
}

/** Where a turn stands that makes an app's first version. */
export interface BuildProgress {
  step: "code" | "build" | "preview";
  files: readonly WrittenFile[];
  build: BuildView | null;
  startedAt: string | null;
}

export function buildProgress(live: LiveMessage | null): BuildProgress {
  const parts = live?.parts ?? [];
  const build = newestBuild(parts, true);
  const step = build?.state === "built" ? "preview" : build?.state === "running" ? "build" : "code";
  return { step, files: writtenFiles(parts), build, startedAt: live?.metadata.createdAt ?? null };
}

/** The words of a person's message. */
export function wordsOf(message: StoredMessage): string {
  const decision = message.parts.find((part) => part.type === "data-second-decision")?.data;
  const said = message.parts.map((part) => (part.type === "text" ? text(part.text) : "")).join("");
  return text(field(decision, "comment")) || said;
}
