import type { BuildResult, Manifest, NumberedEvent, StartTurnBody } from "@second/contracts";
import type { Detection } from "../platform.ts";

/** The worker as web sees it; `apps/web/src/platform` implements it over HTTP. */
export interface WorkerClient {
  /** Cached for 60 s; answers within 3 s, runtimes then `unreachable`. */
  detect(): Promise<Detection>;
  /** Brings the app's working directory to `manifest` (null: the template), sending the blobs it lacks. */
  syncFiles(input: {
    workspaceId: string;
    appId: string;
    fence: number;
    manifest: Manifest | null;
    blob: (sha256: string) => Promise<Uint8Array>;
  }): Promise<void>;
  startTurn(body: StartTurnBody): Promise<void>;
  /**
   * Numbered events after `after`, until the attempt's end has been delivered. @throws a problem
   * `turn.worker_lost` when the worker does not know the attempt, `worker.unavailable` when it cannot be reached.
   */
  events(input: {
    turnId: string;
    attempt: number;
    after: number;
    signal: AbortSignal;
  }): AsyncIterable<NumberedEvent[]>;
  stopTurn(input: { turnId: string; attempt: number }): Promise<void>;
  acknowledge(input: { turnId: string; attempt: number; number: number }): Promise<void>;
  build(input: { workspaceId: string; appId: string; fence: number }): Promise<BuildResult>;
  fetchBlob(sha256: string): Promise<Uint8Array>;
}
