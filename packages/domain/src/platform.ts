import type { Bus } from "@second/bus";
import type { RuntimeDetection, SandboxReport } from "@second/contracts";
import type { Blobs, Database } from "@second/store";
import type { DataRates } from "./data/rates.ts";
import type { WorkerClient } from "./runs/worker-client.ts";

export interface Clock {
  /** Milliseconds since the Unix epoch. */
  now(): number;
}

export interface Ids {
  /** A lower-case ULID; increasing within a process. */
  ulid(): string;
  /** Random bytes from the system's generator. */
  bytes(count: number): Uint8Array;
}

export interface Log {
  info(event: string, fields?: Record<string, unknown>): void;
  warn(event: string, fields?: Record<string, unknown>): void;
  error(event: string, fields?: Record<string, unknown>): void;
}

export interface DomainConfig {
  authMode: "none" | "external";
  /** True when mode `none` is reachable beyond loopback. */
  insecure: boolean;
  /** Origin, for example `http://localhost:3000`. */
  publicUrl: string;
  sessionIdleMinutes: number;
  sessionMaxMinutes: number;
  workspaceCreation: "anyone" | "first-user" | "off";
  turnStepsMax: number;
  turnMinutesMax: number;
  documentsMax: number;
  scopeBytesMax: number;
  streamsMax: number;
  /** Budgets that differ from the defaults of `data/`. */
  dataRates?: Partial<DataRates>;
  version: string;
}

/** Keys that only the server holds. Purposes keep their uses apart. */
export interface Keys {
  /** HMAC-SHA-256 under the first key of the list. */
  sign(purpose: KeyPurpose, text: string): Buffer;
  /** True when any key of the list made it; compares in constant time. */
  verify(purpose: KeyPurpose, text: string, mac: Uint8Array): boolean;
}
export type KeyPurpose = "session" | "preview" | "turn" | "cursor" | "audit-values";

/** What the workers say of themselves. */
export interface Detection {
  runtimes: RuntimeDetection[];
  sandbox: SandboxReport;
}

/** Everything the rules need from outside, built once by a composition root. */
export interface Platform {
  readonly db: Database;
  readonly bus: Bus;
  readonly blobs: Blobs;
  readonly workers: WorkerClient;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly keys: Keys;
  readonly config: DomainConfig;
  readonly log: Log;
}
