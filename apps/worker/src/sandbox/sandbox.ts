import type { Readable, Writable } from "node:stream";
import type { SandboxReport } from "@second/contracts";

/** `auto` isolates when it can, `bwrap` refuses to run without, `container` trusts the surrounding container. */
export type SandboxMode = "auto" | "bwrap" | "container";

/** A path of this machine and where a jailed process finds it. */
export interface Mount {
  source: string;
  target: string;
}

export interface SpawnLimits {
  residentBytesMax: number;
  processesMax: number;
  /** Null for processes that live until they are killed. */
  durationMsMax: number | null;
  /** Ends a process below the main one after this time, e.g. a shell command of an agent. */
  commandMsMax?: number;
}

export interface SpawnRequest {
  command: string;
  args: readonly string[];
  /** The whole environment; nothing else is passed on. */
  env: Readonly<Record<string, string>>;
  mounts: { readOnly: readonly Mount[]; writable: readonly Mount[] };
  /** Bound writable at `/workspace`, which is also where the process starts. */
  workspacePath: string;
  network: "none";
  limits: SpawnLimits;
}

/** Which limit ended a process. */
export type Breach = "memory" | "processes" | "duration";

export interface SandboxEnd {
  exitCode: number | null;
  signal: NodeJS.Signals | null;
  breach: Breach | null;
  /** Why it could not be started; null when it was. */
  startError: Error | null;
}

export interface SandboxedProcess {
  /** Undefined when it could not be started. */
  readonly pid: number | undefined;
  readonly stdin: Writable;
  readonly stdout: Readable;
  readonly stderr: Readable;
  /**
   * Settles once, after the streams closed, which is at most a second after the process ended; never rejects.
   * Outside a jail what is left of its process group is killed first.
   */
  readonly ended: Promise<SandboxEnd>;
  /** Kills the process and all that it started, at once. */
  kill(): void;
}

export interface Sandbox {
  report(): SandboxReport;
  /** True when processes see `Mount.target` paths and have no network; false when they see this machine's own. */
  readonly isolates: boolean;
  /** The path under which a process sees a mount: its target in a jail, else its source. */
  inside(mount: Mount): string;
  /** `/workspace` in a jail, else the path itself. */
  workspaceInside(workspacePath: string): string;
  /** Throws `sandbox.missing` when isolation is demanded and not there. */
  spawn(request: SpawnRequest): SandboxedProcess;
  /** Kills what still runs. */
  close(): void;
}
