import type { AppSpec } from "../spec/app-spec.ts";

export type Applied =
  | { kind: "applied"; spec: AppSpec; did: string }
  /** Why the edit changes nothing, as a sentence. */
  | { kind: "refused"; reason: string };

export const applied = (spec: AppSpec, did: string): Applied => ({ kind: "applied", spec, did });
export const refused = (reason: string): Applied => ({ kind: "refused", reason });
