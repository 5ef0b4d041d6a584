import { type ClaudeProgram, findClaude } from "@second/agents/claude";
import { Problem, type RuntimeDetection, type RuntimeId, runtimes } from "@second/contracts";
import type { ModelCredentials } from "../gateway/index.ts";

/** What this machine can run, found out at most once a minute [RT-3]. */
export interface Detection {
  runtimes(): Promise<RuntimeDetection[]>;
  /** Claude's program; null when it is missing. */
  programPath(): Promise<string | null>;
  /** Throws `runtime.invalid`, `runtime.not_installed`, `model.not_configured`. */
  require(runtimeId: string): Promise<void>;
}

const keptMs = 60_000;

export function createDetection(options: {
  explicitPath: string | null;
  searchPath: string;
  credentials: ModelCredentials;
  find?: typeof findClaude;
  now?: () => number;
}): Detection {
  const { explicitPath, searchPath, credentials, find = findClaude, now = Date.now } = options;
  let found: { at: number; program: Promise<ClaudeProgram> } | null = null;

  function program(): Promise<ClaudeProgram> {
    if (found === null || now() - found.at > keptMs) {
      found = { at: now(), program: find({ explicitPath, searchPath }) };
    }
    return found.program;
  }

  async function detect(): Promise<RuntimeDetection[]> {
    const [claude, access] = await Promise.all([program(), modelAccess(credentials)]);
    return runtimes.map((runtime) => {
      const isDemo = runtime.costKind === "none";
      const base = {
        id: runtime.id,
        version: claude.version,
        models: runtime.models.map((model) => model.id),
      };
      const auth = isDemo ? "none" : access.auth;
      if (claude.path === null) return { ...base, auth, state: "not_installed", reason: claude.reason };
      if (isDemo || access.reason === null) return { ...base, auth, state: "ready", reason: null };
      return { ...base, auth, state: "not_signed_in", reason: access.reason };
    });
  }

  return {
    runtimes: detect,
    programPath: async () => (await program()).path,
    async require(runtimeId) {
      const runtime = (await detect()).find((each) => each.id === (runtimeId as RuntimeId)); // compared, not trusted
      if (runtime === undefined) throw new Problem("runtime.invalid");
      const detail = runtime.reason === null ? {} : { detail: runtime.reason };
      if (runtime.state === "not_installed") throw new Problem("runtime.not_installed", detail);
      if (runtime.state !== "ready") throw new Problem("model.not_configured", detail);
    },
  };
}

async function modelAccess(
  credentials: ModelCredentials,
): Promise<{ auth: RuntimeDetection["auth"]; reason: string | null }> {
  if (credentials.apiKey !== null) return { auth: "api_key", reason: null };
  const signIn = await credentials.signIn();
  if (signIn === null) {
    return {
      auth: "none",
      reason: "There is no key. Set ANTHROPIC_API_KEY, or sign in on this machine with claude.",
    };
  }
  if (signIn.isExpired) {
    return {
      auth: "signed_in",
      reason: "The sign-in on this machine has expired. Run claude once to renew it.",
    };
  }
  return { auth: "signed_in", reason: null };
}
