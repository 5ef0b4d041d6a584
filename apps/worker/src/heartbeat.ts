import { statfs } from "node:fs/promises";
import { type heartbeatBodySchema, internalTokenHeader, workerProtocol } from "@second/contracts";
import type { z } from "zod";
import type { Log } from "./log.ts";

type Beat = z.infer<typeof heartbeatBodySchema>;

const everyMs = 5_000;

/** Tells web every 5 s that this worker is there [REC-3]. A web that does not listen is logged once, until it does. */
export function startHeartbeat(options: {
  webUrl: string;
  token: string;
  workerId: string;
  advertiseUrl: string;
  turnsMax: number;
  turnsRunning: () => number;
  directory: string;
  log: Log;
}): { stop(): void } {
  const { log } = options;
  let isHeard = true;

  async function beat(): Promise<void> {
    const body: Beat = {
      workerId: options.workerId,
      protocol: workerProtocol,
      url: options.advertiseUrl,
      turnsRunning: options.turnsRunning(),
      turnsMax: options.turnsMax,
      diskFreeBytes: await freeBytes(options.directory),
    };
    const isAccepted = await send(body);
    if (isAccepted !== isHeard) log[isAccepted ? "info" : "warn"](isAccepted ? "web.found" : "web.lost");
    isHeard = isAccepted;
  }
  async function send(body: Beat): Promise<boolean> {
    try {
      const response = await fetch(new URL("/api/internal/workers", options.webUrl), {
        method: "POST",
        headers: { "content-type": "application/json", [internalTokenHeader]: options.token },
        body: JSON.stringify(body),
        signal: AbortSignal.timeout(everyMs),
      });
      await response.arrayBuffer();
      return response.ok;
    } catch {
      return false;
    }
  }

  const timer = setInterval(() => void beat(), everyMs);
  timer.unref();
  void beat();
  return { stop: () => clearInterval(timer) };
}

async function freeBytes(directory: string): Promise<number> {
  const disk = await statfs(directory).catch(() => null);
  return disk === null ? 0 : disk.bavail * disk.bsize;
}
