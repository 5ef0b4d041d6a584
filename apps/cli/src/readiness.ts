import { z } from "zod";
import { ask } from "./ask.ts";

const readinessSchema = z.object({ checks: z.record(z.string(), z.string()) });
const healthSchema = z.object({ version: z.string() });
const patienceMs = 2_000;

export interface Readiness {
  version: string | null;
  /** `ok`, `degraded` or `failed` by part; null when web does not answer. */
  checks: Record<string, string> | null;
}

/** What web says of itself and of what it stands on. */
export async function askReadiness(webUrl: string): Promise<Readiness> {
  const [health, ready] = await Promise.all([
    ask(`${webUrl}/api/health`, patienceMs),
    ask(`${webUrl}/api/ready`, patienceMs),
  ]);
  return {
    version: healthSchema.safeParse(health?.body).data?.version ?? null,
    checks: readinessSchema.safeParse(ready?.body).data?.checks ?? null,
  };
}
