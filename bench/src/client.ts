import { type AppCreatedView, type ChatView, idFrom, type TurnAcceptedView } from "@second/contracts";
import { ulid } from "ulid";

/** A person who uses the product over HTTP alone. */
export interface Client {
  workspaceId: string;
  createApp(prompt: string): Promise<AppClient>;
  /** Cookies of further sessions of the same person. */
  moreSessions(count: number): Promise<string[]>;
}

export interface AppClient {
  path: string;
  firstMessage(): Message;
  message(text: string): Message;
  /** Milliseconds from posting to the first text of the answer. */
  firstText(message: Message): Promise<number>;
  /** Posts, and reads the answer to its end. */
  read(message: Message, onChunk: (chunk: Chunk) => void): Promise<void>;
  settled(): Promise<ChatView>;
  approve(): Promise<void>;
}

interface Chunk {
  type: string;
  delta?: string;
}

interface Message {
  id: string;
  text: string;
}

export async function signUp(url: string, name: string): Promise<Client> {
  let cookie = "";
  const call = async (method: string, path: string, body?: unknown): Promise<Response> => {
    const response = await fetch(`${url}${path}`, {
      method,
      headers: { origin: url, cookie, ...(body === undefined ? {} : { "content-type": "application/json" }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const set = response.headers.get("set-cookie");
    if (set) cookie = set.split(";", 1)[0] ?? cookie;
    if (!response.ok && response.status !== 204)
      throw new Error(`${method} ${path}: ${await response.text()}`);
    return response;
  };
  const json = async <T>(method: string, path: string, body?: unknown) =>
    (await (await call(method, path, body)).json()) as T;
  const identity = { displayName: `Person ${name}`, email: `${name}@example.com` };
  await call("POST", "/api/auth/identity", identity);
  const { id: workspaceId } = await json<{ id: string }>("POST", "/api/workspaces", {
    name: `Bench ${name}`,
  });

  async function createApp(prompt: string): Promise<AppClient> {
    const app = await json<AppCreatedView>("POST", `/api/workspaces/${workspaceId}/apps`, {
      prompt,
      runtimeId: "demo",
    });
    const path = `/api/workspaces/${workspaceId}/apps/${app.id}`;
    const run = `${path}/runs/${app.initialRun.id}`;
    const chat = () => json<ChatView>("GET", `${run}/chat`);
    const settled = async () => {
      for (;;) {
        const view = await chat();
        if (view.turnId === null) return view;
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
    };
    /** Chunks of the answer as they arrive. */
    async function* answer({ id, text }: Message): AsyncGenerator<Chunk> {
      const { cursor } = await json<TurnAcceptedView>("POST", `${run}/chat`, {
        messages: [{ id, role: "user", parts: [{ type: "text", text }] }],
      });
      const stream = await call("GET", `${run}/chat/stream?cursor=${encodeURIComponent(cursor ?? "")}`);
      const decoder = new TextDecoder();
      let rest = "";
      for await (const bytes of stream.body ?? []) {
        rest += decoder.decode(bytes, { stream: true });
        const end = rest.lastIndexOf("\n");
        if (end < 0) continue;
        const lines = rest.slice(0, end).split("\n");
        rest = rest.slice(end + 1);
        for (const line of lines) if (line.startsWith("data: {")) yield JSON.parse(line.slice(6)) as Chunk; // our own server's chunks
      }
    }
    return {
      path,
      settled,
      firstMessage: () => ({ id: app.initialRun.messageId, text: prompt }),
      message: (text) => ({ id: idFrom("message", ulid()), text }),
      firstText: async (message) => {
        const start = performance.now();
        for await (const chunk of answer(message))
          if (chunk.type === "text-delta" || chunk.type === "reasoning-delta")
            return performance.now() - start;
        throw new Error("The answer had no text.");
      },
      read: async (message, onChunk) => {
        for await (const chunk of answer(message)) onChunk(chunk);
      },
      approve: async () => {
        const { messages } = await chat();
        const parts = messages.flatMap((message) => message.parts);
        const card = parts.findLast((part) => part.toolName === "mcp__second__present_plan");
        const output = card?.output as { cardHash?: string } | undefined;
        await call("POST", `${run}/decisions`, {
          toolCallId: card?.toolCallId,
          cardHash: output?.cardHash,
          decision: "approve",
        });
      },
    };
  }

  return {
    workspaceId,
    createApp,
    moreSessions: async (count) => {
      const cookies: string[] = [];
      for (let made = 0; made < count; made += 1) {
        const response = await fetch(`${url}/api/auth/identity`, {
          method: "POST",
          headers: { origin: url, "content-type": "application/json" },
          body: JSON.stringify(identity),
        });
        // Sign-ins of one address are limited; what was made so far serves.
        if (response.status === 429) break;
        cookies.push(response.headers.get("set-cookie")?.split(";", 1)[0] ?? "");
      }
      return cookies;
    },
  };
}
