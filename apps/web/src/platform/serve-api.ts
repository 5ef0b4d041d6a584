import type { IncomingMessage, ServerResponse } from "node:http";
import {
  appRoutes,
  closeStreams,
  createApi,
  createPreviewServer,
  dataRoutes,
  isHostServed,
  openChatChannel,
  peopleRoutes,
  runRoutes,
  streamRoutes,
} from "@second/api";
import {
  closeData,
  closeEvents,
  createTurnEngine,
  createUpkeep,
  enterTurn,
  upkeepJobs,
} from "@second/domain";
import type { WebConfig } from "../config.ts";
import { createApiListener } from "./api-listener.ts";
import { buildPlatform } from "./build-platform.ts";

/** What pages use to reach the services: the whole HTTP interface, in process. */
const apiKey = Symbol.for("second.api");

export interface ServedApi {
  handle(request: IncomingMessage, response: ServerResponse): void;
  servesHost(request: IncomingMessage): boolean;
  /** Takes over the turns of dead processes and begins upkeep; called once the server listens. */
  start(): Promise<void>;
  /** Ends streams and lets go of turns and upkeep: others may take them over. Requests are still answered. */
  release(): Promise<void>;
  /** Closes feeds, bus and store; nothing is answered any more. */
  close(): Promise<void>;
}

/** Builds the services and the HTTP interface over them. */
export async function serveApi(
  config: WebConfig,
  { version, place }: { version: string; place: string | null },
): Promise<ServedApi> {
  const platform = await buildPlatform(config, version);
  const engine = createTurnEngine(platform, undefined, place);
  const upkeep = createUpkeep(platform, upkeepJobs);
  const api = createApi({
    platform,
    handlers: {
      ...peopleRoutes,
      ...appRoutes,
      ...runRoutes(engine),
      ...dataRoutes,
      ...streamRoutes({ "chat.stream": openChatChannel }),
    },
    preview: createPreviewServer(platform),
    verifyTurn: (input) => enterTurn(platform, input),
    internalTokens: config.internalTokens,
  });
  (globalThis as Record<symbol, unknown>)[apiKey] = (request: Request) => api.fetch(request);
  return {
    handle: createApiListener(api),
    servesHost: (request) => isHostServed(platform.config, request.headers.host ?? ""),
    start: async () => {
      await engine.start({ soleOwner: config.mongodbUri === null });
      upkeep.start();
    },
    release: async () => {
      closeStreams(platform);
      await Promise.all([engine.drain(), upkeep.drain()]);
    },
    close: async () => {
      await closeData(platform);
      await closeEvents(platform);
      await platform.bus.close();
      await platform.db.close();
    },
  };
}
