import type { SDKMessage } from "@anthropic-ai/claude-agent-sdk";
import { type AgentEvent, problemOf, type SessionState } from "@second/contracts";
import type { AgentTurn, ToolAnswer, TurnEnd, TurnInput } from "../coding-agent.ts";
import { createEventQueue } from "../event-queue.ts";
import { redactProviderText } from "../redact.ts";
import { createClaudeMapper } from "./mapper.ts";
import type { ClaudeSession, SessionListener } from "./session.ts";
import { readSession } from "./session-files.ts";
import type { WarmOptions, WarmSessions } from "./warm-sessions.ts";

const confirmMsMax = 5_000;
/** How long a runtime that was told to end its turn with a tool's result may take before it is interrupted. */
const endTurnMsMax = 2_000;
const retryWaitMsMax = 60_000;

/** One turn on a session: feeds the mapper, keeps the limits, and decides how the turn ends. */
export function startClaudeTurn(
  input: TurnInput,
  {
    sessions,
    isBilled,
    onLeftover,
  }: { sessions: WarmSessions; isBilled: boolean; onLeftover: WarmOptions["onLeftover"] },
): AgentTurn {
  const events = createEventQueue<AgentEvent>();
  const startedAt = Date.now();
  const tools = new AbortController();
  const timers = new Set<NodeJS.Timeout>();
  let session: ClaudeSession | null = null;
  let mapper = createClaudeMapper({ isBilled });
  /** The decided end, when it is not the runtime's own. */
  let decided: TurnEnd | null = null;
  let endsWithCall: { callId: string; end: TurnEnd } | null = null;
  let isFinished = false;
  let isInterrupted = false;
  let retryWaitMs = 0;
  let lastUuid: string | null = null;
  let finalState: SessionState | null = null;

  const after = (ms: number, run: () => void) => {
    const timer = setTimeout(run, ms);
    timers.add(timer);
  };
  after(input.limits.minutesMax * 60_000, () => endWith({ reason: "failed", code: "turn.timed_out" }));
  void begin();

  async function begin(): Promise<void> {
    try {
      session = await sessions.take(input);
      listen(session);
    } catch (error) {
      await finish(decided ?? startFailure(error));
    }
  }

  function listen(to: ClaudeSession): void {
    if (decided !== null) {
      void finish(decided);
      return;
    }
    mapper = createClaudeMapper({ totalsBefore: to.totals, isBilled });
    to.send(input, listener);
  }

  const listener: SessionListener = {
    onMessage,
    onGone(reason) {
      if (isFinished) return;
      const mayTryAgain = session !== null && (session.isResumed || session.isKept);
      if (mayTryAgain && mapper.steps === 0 && decided === null) void startAnew();
      else void finish(decided ?? { reason: "failed", code: "runtime.crashed", detail: reason });
    },
    callTool,
  };

  function onMessage(message: SDKMessage): void {
    if (isFinished) return;
    if (decided !== null) {
      onMessageWhileEnding(message);
      return;
    }
    if ((message.type === "assistant" || message.type === "user") && message.uuid) lastUuid = message.uuid;
    const mapped = mapper.map(message);
    if (mapper.steps > input.limits.stepsMax) {
      endWith({ reason: "failed", code: "turn.limit_reached" });
      return;
    }
    if (message.type === "result") {
      if (session?.isResumed && isRefusedResume(message, mapper.steps)) void startAnew();
      else void finish("as-reported");
      return;
    }
    for (const event of mapped) {
      if (decided !== null) return;
      if (event.type === "retry" && !isWorthWaiting(event)) return;
      events.push([event]);
      react(event);
    }
  }

  /** Output after the decision is discarded; only the runtime's last word is awaited. */
  function onMessageWhileEnding(message: SDKMessage): void {
    if (message.type === "result") {
      mapper.map(message);
      void finish(decided ?? "as-reported");
    } else if (message.type === "stream_event" && message.event.type === "message_start") interrupt();
  }

  /** False ends the turn: a sign-in that was refused stays so, and nobody waits for ever. */
  function isWorthWaiting(retry: { code: string; delayMs: number }): boolean {
    retryWaitMs += retry.delayMs;
    if (retry.code === "model.auth_failed") endWith({ reason: "failed", code: retry.code });
    else if (retryWaitMs > retryWaitMsMax) endWith(waitedTooLong(retry.code));
    return decided === null;
  }

  function react(event: AgentEvent): void {
    if (event.type !== "tool-result" || event.callId !== endsWithCall?.callId) return;
    decided = endsWithCall.end;
    tools.abort();
    if (event.isError) interrupt();
    else after(endTurnMsMax, interrupt);
  }

  async function callTool(name: string, toolInput: unknown, callId: string): Promise<ToolAnswer> {
    const tool = input.tools.find((each) => each.name === name);
    if (tool === undefined || decided !== null) return { result: "This turn has ended.", isError: true };
    const answer = await tool.call(toolInput, { callId, signal: tools.signal });
    if (answer.ends) endsWithCall = { callId, end: answer.ends };
    return answer;
  }

  function endWith(end: TurnEnd): void {
    if (isFinished || decided !== null) return;
    decided = end;
    tools.abort();
    interrupt();
  }

  function interrupt(): void {
    if (session === null || isInterrupted || isFinished) return;
    isInterrupted = true;
    session.interrupt();
    after(confirmMsMax, () => session?.kill());
  }

  /**
   * A kept process died unnoticed: another resumes its session. Or the runtime did not accept the session: a new one
   * begins, and the prompt already carries what it must know.
   */
  async function startAnew(): Promise<void> {
    const refused = session;
    session = null;
    try {
      if (refused) await sessions.end(refused);
      session = await sessions.open(input, { isFresh: refused?.isKept !== true });
      listen(session);
    } catch (error) {
      await finish(decided ?? startFailure(error));
    }
  }

  /** Never rejects: whatever happens to the session, the turn's end is told. */
  async function finish(end: TurnEnd | "as-reported"): Promise<void> {
    if (isFinished) return;
    isFinished = true;
    for (const timer of timers) clearTimeout(timer);
    tools.abort();
    const last = mapper
      .finish(end)
      .map((event) => (event.type === "usage" ? { ...event, durationMs: Date.now() - startedAt } : event));
    const reason = last.at(-1);
    const isReusable =
      reason?.type === "end" && (reason.reason === "completed" || reason.reason === "presented");
    const used = session;
    try {
      if (used) await leave(used, isReusable);
    } catch (error) {
      onLeftover(error);
    } finally {
      events.push(last);
      events.end();
    }
  }

  async function leave(used: ClaudeSession, isReusable: boolean): Promise<void> {
    used.release();
    used.totals = mapper.totals;
    finalState = await readState(used);
    session = null;
    await (isReusable ? sessions.keep(used, input, finalState) : sessions.end(used));
  }

  async function readState(of: ClaudeSession): Promise<SessionState | null> {
    const { sessionId, totals } = mapper;
    if (sessionId === null) return isFinished ? null : input.session;
    const { runtimeId } = input;
    return readSession(of.place, { runtimeId, sessionId, totals, lastUuid });
  }

  return {
    [Symbol.asyncIterator]: () => events[Symbol.asyncIterator](),
    stop: () => endWith({ reason: "stopped" }),
    sessionState: async () => (session && !isFinished ? readState(session) : finalState),
  };
}

/** A resume that fails does so before any model call, with an error that is not the model's. */
function isRefusedResume(result: Extract<SDKMessage, { type: "result" }>, steps: number): boolean {
  return steps === 0 && result.subtype === "error_during_execution" && result.is_error;
}

function startFailure(error: unknown): TurnEnd {
  const problem = problemOf(error);
  const detail = redactProviderText(error instanceof Error ? error.message : String(error));
  return { reason: "failed", code: problem?.code ?? "runtime.crashed", detail };
}

const waitCodes = ["model.rate_limited", "model.overloaded", "model.unreachable"] as const;

function waitedTooLong(code: string): TurnEnd {
  const known = waitCodes.find((each) => each === code) ?? "model.failed";
  return { reason: "failed", code: known, detail: "The provider asked to wait for more than a minute." };
}
