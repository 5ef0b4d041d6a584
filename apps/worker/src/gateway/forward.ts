import {
  Agent as HttpAgent,
  request as httpRequest,
  type IncomingMessage,
  type ServerResponse,
} from "node:http";
import { Agent as HttpsAgent, request as httpsRequest } from "node:https";
import { credentialHeader, type ModelCredentials } from "./credentials.ts";
import { withoutSecret } from "./without-secret.ts";

/** Passed on as they are. Credentials, cookies and what concerns the connection are not. */
const passedHeader =
  /^(?:content-type|accept|user-agent|anthropic-.*|x-app|x-stainless-.*|x-claude-code-.*)$/;
const answeredHeader = /^(?:content-type|retry-after|request-id|x-should-retry|anthropic-.*)$/;

const agents = { http: new HttpAgent({ keepAlive: true }), https: new HttpsAgent({ keepAlive: true }) };

export interface Forward {
  request: IncomingMessage;
  response: ServerResponse;
  onChunk: (chunk: Buffer) => void;
}

/** Sends model calls to the provider with the real credential, streaming both ways. Resolves when answered whole. */
export function createForwarder(upstream: URL, credentials: ModelCredentials) {
  const isSecure = upstream.protocol === "https:";
  const send = isSecure ? httpsRequest : httpRequest;
  const agent = isSecure ? agents.https : agents.http;

  return async ({ request, response, onChunk }: Forward): Promise<void> => {
    const credential = await credentialHeader(upstream, credentials);
    if (credential === null) {
      refuse(response, {
        status: 401,
        type: "authentication_error",
        message: "No key or sign-in is configured.",
      });
      return;
    }
    const secret = Object.values(credential)
      .join("")
      .replace(/^Bearer /, "");
    const { search } = new URL(request.url ?? "/", "http://gateway");
    const target = new URL(`${upstream.pathname.replace(/\/$/, "")}/v1/messages${search}`, upstream);
    await new Promise<void>((resolve) => {
      const outgoing = send(target, {
        method: "POST",
        agent,
        headers: { ...pick(request.headers, passedHeader), ...credential, "accept-encoding": "identity" },
      });
      // Whoever asked is gone: nobody pays for an answer that nobody reads.
      response.on("close", () => {
        outgoing.destroy();
        resolve();
      });
      outgoing.on("error", () => {
        if (response.headersSent) response.destroy();
        else refuse(response, { status: 502, type: "api_error", message: "The model could not be reached." });
      });
      outgoing.on("response", (incoming) => {
        const headers = Object.entries(pick(incoming.headers, answeredHeader)).filter(
          ([, value]) => !String(value).includes(secret),
        );
        response.writeHead(incoming.statusCode ?? 502, Object.fromEntries(headers));
        response.flushHeaders();
        incoming.on("data", onChunk);
        incoming.on("error", () => response.destroy());
        incoming.on("aborted", () => response.destroy());
        // A provider may repeat the key in its refusal, which the runtime would keep.
        incoming.pipe(withoutSecret(secret)).pipe(response);
      });
      request.pipe(outgoing);
    });
  };
}

function pick(headers: IncomingMessage["headers"], pattern: RegExp): Record<string, string | string[]> {
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      value !== undefined && pattern.test(name) ? [[name, value]] : [],
    ),
  );
}

/** Answers in the provider's form, which the runtime understands. */
export function refuse(
  response: ServerResponse,
  error: { status: number; type: string; message: string },
): void {
  const { status, type, message } = error;
  response.writeHead(status, { "content-type": "application/json" });
  response.end(JSON.stringify({ type: "error", error: { type, message } }));
}
