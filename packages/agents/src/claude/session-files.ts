import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { modelUsageSchema, type SessionState } from "@second/contracts";
import { z } from "zod";
import type { RuntimePlace } from "../coding-agent.ts";
import type { UsageTotals } from "./usage.ts";

const sessionFormat = "claude-code.1";
const dataBytesMax = 8 * 1024 * 1024;
const flushMsMax = 1_000;

const dataSchema = z.object({
  totals: z.object({ models: modelUsageSchema, costUsd: z.number() }),
  transcript: z.string().min(1),
});
const sessionIdSchema = z.uuid();

/** The configuration directory within a place's home. */
export const configFolder = ".claude";

/**
 * The session's transcript and running totals; null when there is none yet or it is over 8 MB. Waits up to a second
 * for the runtime to write the message `lastUuid`, which it streams before it stores it.
 */
export async function readSession(
  place: RuntimePlace,
  session: { runtimeId: string; sessionId: string; totals: UsageTotals; lastUuid: string | null },
): Promise<SessionState | null> {
  const { runtimeId, sessionId, totals, lastUuid } = session;
  let transcript = await readTranscript(place, sessionId);
  const deadline = Date.now() + flushMsMax;
  while (lastUuid !== null && !transcript?.includes(lastUuid) && Date.now() < deadline) {
    await sleep(20);
    transcript = await readTranscript(place, sessionId);
  }
  if (!transcript) return null;
  const data = JSON.stringify({ totals, transcript: wholeLines(transcript) });
  return Buffer.byteLength(data) > dataBytesMax
    ? null
    : { runtimeId, sessionId, format: sessionFormat, data };
}

/** Puts a session where the runtime looks for it; null when the state is not one that it could resume. */
export async function writeSession(
  place: RuntimePlace,
  state: SessionState,
): Promise<{ sessionId: string; totals: UsageTotals } | null> {
  if (state.format !== sessionFormat || !sessionIdSchema.safeParse(state.sessionId).success) return null;
  const data = dataSchema.safeParse(parseJson(state.data ?? ""));
  if (!data.success) return null;
  const folder = join(projectsOf(place), place.workspacePath.replace(/[^a-zA-Z0-9]/g, "-"));
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, `${state.sessionId}.jsonl`), data.data.transcript, { mode: 0o600 });
  return { sessionId: state.sessionId, totals: data.data.totals };
}

const projectsOf = (place: RuntimePlace) => join(place.home.path, configFolder, "projects");

async function readTranscript(place: RuntimePlace, sessionId: string): Promise<string | null> {
  if (!sessionIdSchema.safeParse(sessionId).success) return null;
  const folders = await readdir(projectsOf(place)).catch(() => []);
  for (const folder of folders) {
    const text = await readFile(join(projectsOf(place), folder, `${sessionId}.jsonl`), "utf8").catch(
      () => null,
    );
    if (text !== null) return text;
  }
  return null;
}

/** A line that is still being written would spoil the transcript. */
function wholeLines(text: string): string {
  return text.slice(0, text.lastIndexOf("\n") + 1);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
