import { randomBytes } from "node:crypto";
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { demoRuntimeId } from "@second/contracts";
import { answerHere } from "./answer-here.ts";
import type { ModelCredentials } from "./credentials.ts";
import { createForwarder, type Forward, refuse } from "./forward.ts";
import { createTokenCounter, type TokenCount } from "./token-counter.ts";

/** A model that answers in this process, in the form of the Messages API. */
export type ModelHandler = (request: Request) => Promise<Response>;

/** The way of runtimes to their models. It alone holds the credentials. */
export interface Gateway {
  /** Opens a door for one runtime process. */
  open(runtimeId: string): Promise<GatewayDoor>;
  /** Tokens that a turn's model calls took since this was last asked. */
  takeTokens(turnId: string): TokenCount;
  close(): Promise<void>;
}

export interface GatewayDoor {
  /** A unix socket that only this process's user can open, under a name that nobody can guess. */
  socketPath: string;
  /** Variables with which a runtime finds the socket at `path`. They hold placeholders instead of credentials. */
  environment(path: string): Promise<Record<string, string>>;
  /** Whose calls these are from now on. Without a turn calls are refused. */
  assignTurn(turnId: string | null): void;
  close(): Promise<void>;
}

const placeholder = "provided-by-the-gateway";
const bodyBytesMax = 32 * 1024 * 1024;

export function createGateway(options: {
  upstream: URL;
  credentials: ModelCredentials;
  /** Answers the demo's calls. */
  demo: ModelHandler;
  /** Where sockets are made; only this worker's user may look inside. */
  socketsDirectory: string;
}): Gateway {
  const folder = shortEnough(options.socketsDirectory);
  const forward = createForwarder(options.upstream, options.credentials);
  const tokens = new Map<string, TokenCount>();
  const doors = new Set<GatewayDoor>();

  function add(turnId: string, more: TokenCount): void {
    const before = tokens.get(turnId) ?? { inputTokens: 0, outputTokens: 0 };
    tokens.set(turnId, {
      inputTokens: before.inputTokens + more.inputTokens,
      outputTokens: before.outputTokens + more.outputTokens,
    });
  }

  async function answer(
    call: Omit<Forward, "onChunk">,
    runtimeId: string,
    turnId: string | null,
  ): Promise<void> {
    const { request, response } = call;
    if (request.method !== "POST" || request.url?.split("?")[0] !== "/v1/messages") {
      refuse(response, {
        status: 404,
        type: "not_found_error",
        message: "Only model calls are served here.",
      });
      return;
    }
    if (turnId === null) {
      refuse(response, { status: 403, type: "permission_error", message: "No turn is running." });
      return;
    }
    if (Number(request.headers["content-length"] ?? 0) > bodyBytesMax) {
      refuse(response, {
        status: 413,
        type: "request_too_large",
        message: "The request is larger than 32 MB.",
      });
      return;
    }
    const counter = createTokenCounter();
    const counted = { ...call, onChunk: counter.read };
    try {
      await (runtimeId === demoRuntimeId ? answerHere(options.demo, counted) : forward(counted));
    } finally {
      add(turnId, counter.count());
    }
  }

  return {
    async open(runtimeId) {
      let turn: string | null = null;
      const server = createServer((request: IncomingMessage, response: ServerResponse) => {
        answer({ request, response }, runtimeId, turn).catch(() => {
          if (response.headersSent) response.destroy();
          else refuse(response, { status: 500, type: "api_error", message: "The model failed." });
        });
      });
      server.requestTimeout = 0;
      const socketPath = join(folder, `${randomBytes(8).toString("hex")}.sock`);
      await listen(server, socketPath);
      chmodSync(socketPath, 0o600);
      const door: GatewayDoor = {
        socketPath,
        async environment(path) {
          const isSignedIn =
            runtimeId !== demoRuntimeId &&
            options.credentials.apiKey === null &&
            (await options.credentials.signIn()) !== null;
          return {
            ANTHROPIC_UNIX_SOCKET: path,
            // All goes through the socket. With its vendor's own host here, the runtime would wait for other services.
            ANTHROPIC_BASE_URL: "http://gateway.second",
            ...(isSignedIn ? { CLAUDE_CODE_OAUTH_TOKEN: placeholder } : { ANTHROPIC_API_KEY: placeholder }),
          };
        },
        assignTurn: (turnId) => {
          turn = turnId;
        },
        async close() {
          doors.delete(door);
          await closeServer(server);
          rmSync(socketPath, { force: true });
        },
      };
      doors.add(door);
      return door;
    },
    takeTokens: (turnId) => {
      const count = tokens.get(turnId) ?? { inputTokens: 0, outputTokens: 0 };
      tokens.delete(turnId);
      return count;
    },
    async close() {
      await Promise.all([...doors].map((door) => door.close()));
      if (folder !== options.socketsDirectory) rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The path of a unix socket has room for about a hundred bytes (unix(7)). */
function shortEnough(directory: string): string {
  return Buffer.byteLength(directory) < 75 ? directory : mkdtempSync(join(tmpdir(), "second-gateway-"));
}

function listen(server: Server, path: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(path, resolve);
  });
}

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
