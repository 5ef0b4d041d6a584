export { createSandbox } from "./jail.ts";
export { killQuietly } from "./process-tree.ts";
export type {
  Breach,
  Mount,
  Sandbox,
  SandboxEnd,
  SandboxedProcess,
  SandboxMode,
  SpawnLimits,
  SpawnRequest,
} from "./sandbox.ts";
