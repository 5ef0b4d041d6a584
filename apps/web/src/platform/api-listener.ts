import type { IncomingMessage, ServerResponse } from "node:http";
import { getRequestListener } from "@hono/node-server";
import { RESPONSE_ALREADY_SENT } from "@hono/node-server/utils/response";
import type { Api } from "@second/api";

/** Answers what comes over a connection. Whole texts, nearly all answers, are written to it in one piece. */
export function createApiListener(
  api: Pick<Api, "fetch">,
): (request: IncomingMessage, response: ServerResponse) => void {
  const listener = getRequestListener(
    (request, { incoming, outgoing }) =>
      api.fetch(request, {
        address: incoming.socket.remoteAddress ?? "unknown",
        write: ({ status, headers, text }) => {
          outgoing.writeHead(status, { ...headers, "content-length": Buffer.byteLength(text) });
          outgoing.end(text);
          return RESPONSE_ALREADY_SENT;
        },
      }),
    { overrideGlobalObjects: false },
  );
  return (request, response) => void listener(request, response);
}
