import { setTimeout as sleep } from "node:timers/promises";
import {
  type BuildResult,
  problemBodySchema,
  type ToolCallAnswer,
  type ToolCallBody,
  toolCallAnswerSchema,
  turnTokenHeader,
} from "@second/contracts";

export interface PlatformCall {
  turnId: string;
  attempt: number;
  turnToken: string;
  tool: string;
  callId: string;
  input: unknown;
  build?: BuildResult;
  signal: AbortSignal;
}

/** The platform as the worker's tools see it. */
export interface Platform {
  /** Answers once for each (turn, call), so it may be repeated. Failures are tool errors in words for the agent. */
  call(call: PlatformCall): Promise<ToolCallAnswer>;
}

interface BrokerOptions {
  webUrl: string;
  /** How long to go on trying while web cannot be reached. */
  patienceMs?: number;
  fetch?: typeof fetch;
}

const answerMsMax = 120_000;
const waitMs = { first: 250, most: 4_000 };
/** Answers of a web that is restarting, or of a proxy before it. */
const passingStatuses: ReadonlySet<number> = new Set([429, 502, 503, 504]);

/** Calls web over HTTP with the turn's own token, and again for a minute while web cannot be reached [REC-6]. */
export function createBroker({ webUrl, patienceMs = 60_000, fetch: send = fetch }: BrokerOptions): Platform {
  async function post(call: PlatformCall): Promise<Response | null> {
    const { turnId, attempt, turnToken, tool, callId, input, build, signal } = call;
    const body: ToolCallBody = { callId, attempt, input, ...(build ? { build } : {}) };
    const path = `/api/internal/turns/${encodeURIComponent(turnId)}/tools/${encodeURIComponent(tool)}`;
    try {
      return await send(new URL(path, webUrl), {
        method: "POST",
        headers: { "content-type": "application/json", [turnTokenHeader]: turnToken },
        body: JSON.stringify(body),
        signal: AbortSignal.any([signal, AbortSignal.timeout(answerMsMax)]),
      });
    } catch {
      return null;
    }
  }

  return {
    async call(call) {
      const giveUpAt = Date.now() + patienceMs;
      for (let wait = waitMs.first; ; wait = Math.min(wait * 2, waitMs.most)) {
        const response = await post(call);
        if (call.signal.aborted) return toolError("The turn ended before the answer came.");
        if (response !== null && !passingStatuses.has(response.status)) return readAnswer(response);
        if (Date.now() + wait > giveUpAt) {
          return toolError("The platform could not be reached for a minute. Try this tool again later.");
        }
        await sleep(wait, undefined, { signal: call.signal }).catch(() => undefined);
      }
    },
  };
}

async function readAnswer(response: Response): Promise<ToolCallAnswer> {
  const body: unknown = await response.json().catch(() => null);
  if (response.ok) {
    const answer = toolCallAnswerSchema.safeParse(body);
    return answer.success ? answer.data : toolError("The platform gave an answer that cannot be read.");
  }
  if ([401, 403, 404].includes(response.status)) {
    return toolError("This turn may not use the tool. It may have ended already.");
  }
  const problem = problemBodySchema.safeParse(body).data;
  return toolError(
    problem ? `${problem.title} ${problem.detail ?? ""}`.trim() : "The platform refused the call.",
  );
}

export function toolError(message: string): ToolCallAnswer {
  return { result: { ok: false, message }, isError: true };
}
