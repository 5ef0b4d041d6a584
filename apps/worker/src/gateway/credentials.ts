import { readFile } from "node:fs/promises";
import { z } from "zod";

/** What opens the provider. It stays in the worker; a runtime only ever sees a placeholder. */
export interface ModelCredentials {
  apiKey: string | null;
  /** The machine's own sign-in as of now; null when there is none or it may not be used. */
  signIn(): Promise<SignIn | null>;
}

export interface SignIn {
  accessToken: string;
  isExpired: boolean;
}

const signInHost = "api.anthropic.com";
const signInSchema = z.object({
  claudeAiOauth: z.object({ accessToken: z.string().min(1), expiresAt: z.number().nullish() }),
});

/** Reads the sign-in that Claude's own command keeps in a file; null when there is none that can be understood. */
export async function readSignIn(path: string, now = Date.now): Promise<SignIn | null> {
  const text = await readFile(path, "utf8").catch(() => null);
  if (text === null) return null;
  try {
    const { accessToken, expiresAt } = signInSchema.parse(JSON.parse(text)).claudeAiOauth;
    return { accessToken, isExpired: expiresAt != null && expiresAt <= now() };
  } catch {
    return null; // Written by another program, in a form that is not known here.
  }
}

/** An API key, else the local sign-in, which goes to its own provider's host alone [SBX-2]. Null: nothing opens this. */
export async function credentialHeader(
  upstream: URL,
  credentials: ModelCredentials,
): Promise<Record<string, string> | null> {
  if (credentials.apiKey !== null) return { "x-api-key": credentials.apiKey };
  if (upstream.protocol !== "https:" || upstream.host !== signInHost) return null;
  const signIn = await credentials.signIn();
  return signIn === null ? null : { authorization: `Bearer ${signIn.accessToken}` };
}
