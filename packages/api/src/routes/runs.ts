import { Problem, workerProtocol } from "@second/contracts";
import {
  acceptedView,
  type Claim,
  callTool,
  decide,
  fixError,
  postMessage,
  readChat,
  removeQueued,
  retryTurn,
  startQueued,
  stopTurn,
  type TurnEngine,
  undoTurn,
} from "@second/domain";
import { handlers } from "../handler.ts";

/** Conversations with the builder. `engine` works on what is claimed here. */
export function runRoutes(engine: TurnEngine) {
  const accept = (claim: Claim) => {
    if (claim.isNew) engine.wake(claim.turn);
    return acceptedView(claim.turn);
  };
  return handlers<
    | "chat.get"
    | "chat.post"
    | "chat.stop"
    | "chat.decide"
    | "chat.fix"
    | "queue.start"
    | "queue.remove"
    | "turns.undo"
    | "internal.tool"
    | "internal.heartbeat"
  >({
    "chat.get": ({ platform, access, params }) => readChat(platform, access, params.runId ?? ""),
    "chat.post": async ({ platform, access, params, body }) => {
      const request = { runId: params.runId ?? "", body, owner: engine.owner };
      const messageId = body.retryLastMessageId;
      if (messageId !== undefined)
        return accept(await retryTurn(platform, access, { ...request, messageId }));
      return accept(await postMessage(platform, access, request));
    },
    "chat.stop": ({ platform, access, params }) => stopTurn(platform, access, params.runId ?? ""),
    "chat.decide": async ({ platform, access, params, body }) =>
      accept(await decide(platform, access, { runId: params.runId ?? "", body, owner: engine.owner })),
    "chat.fix": async ({ platform, access, params, body }) =>
      accept(await fixError(platform, access, { runId: params.runId ?? "", body, owner: engine.owner })),
    "queue.start": async ({ platform, access, params }) => {
      const turn = await startQueued(platform, access, {
        runId: params.runId ?? "",
        turnId: params.turnId ?? "",
        owner: engine.owner,
      });
      engine.wake(turn);
      return acceptedView(turn);
    },
    "queue.remove": async ({ platform, access, params }) => {
      await removeQueued(platform, access, { runId: params.runId ?? "", turnId: params.turnId ?? "" });
      return { removed: true };
    },
    "turns.undo": async ({ platform, access, params }) => {
      await undoTurn(platform, access, { runId: params.runId ?? "", turnId: params.turnId ?? "" });
      return { undone: true };
    },
    "internal.heartbeat": async ({ platform, body }) => {
      const isUnderstood = body.protocol === workerProtocol;
      if (!isUnderstood)
        platform.log.warn("worker.protocol_differs", { ours: workerProtocol, theirs: body.protocol });
      return { protocol: workerProtocol, accepted: isUnderstood };
    },
    "internal.tool": ({ platform, access, params, body }) => {
      if (access.dispatch !== body.attempt) throw new Problem("identity.required");
      return callTool(platform, access, { tool: params.tool ?? "", body });
    },
  });
}
