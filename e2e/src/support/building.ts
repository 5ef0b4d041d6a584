import { randomBytes } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import { expect } from "@playwright/test";
import { type AppCreatedView, type ChatView, idFrom } from "@second/contracts";
import type { PatientClient } from "./patient-client.ts";

const ulidLetters = "0123456789abcdefghjkmnpqrstvwxyz";

/** A message's id as a browser makes it. */
export function newMessageId(): string {
  const letters = Array.from(randomBytes(25), (byte) => ulidLetters.charAt(byte % ulidLetters.length));
  return idFrom("message", `0${letters.join("")}`);
}

/** Sends a message to a conversation, again until it is accepted. */
export async function say(client: PatientClient, chat: string, message: { id: string; text: string }) {
  const parts = [{ type: "text", text: message.text }];
  await client.send("POST", chat, { body: { messages: [{ id: message.id, role: "user", parts }] } });
}

/** A conversation once no turn of it runs. */
export async function settledChat(client: PatientClient, chat: string): Promise<ChatView> {
  for (;;) {
    const view = await client.json<ChatView>("GET", chat);
    if (view.turnId === null) return view;
    await pause(100);
  }
}

/** Signs in as Ada and makes a workspace; its id. */
export async function makeWorkspace(client: PatientClient, name: string): Promise<string> {
  const identity = { displayName: "Ada Moreno", email: "ada@example.com" };
  await client.send("POST", "/api/auth/identity", { body: identity });
  const { id } = await client.json<{ id: string }>("POST", "/api/workspaces", { body: { name } });
  return id;
}

export interface BuiltApp {
  appId: string;
  base: string;
  chat: string;
  /** The message that it was described with. */
  firstMessageId: string;
}

/** Describes an app to the demo builder, approves its plan, and waits until it stands. */
export async function buildApp(
  client: PatientClient,
  { workspaceId, prompt }: { workspaceId: string; prompt: string },
): Promise<BuiltApp> {
  const app = await client.json<AppCreatedView>("POST", `/api/workspaces/${workspaceId}/apps`, {
    body: { prompt, runtimeId: "demo" },
  });
  const base = `/api/workspaces/${workspaceId}/apps/${app.id}`;
  const run = `${base}/runs/${app.initialRun.id}`;
  const chat = `${run}/chat`;
  const firstMessageId = app.initialRun.messageId;
  await say(client, chat, { id: firstMessageId, text: prompt });
  const { messages } = await settledChat(client, chat);
  const card = messages.flatMap((message) => message.parts).find(({ type }) => type === "dynamic-tool");
  const output = card?.output as { cardHash?: string } | undefined; // the platform's own answer
  const decision = { toolCallId: card?.toolCallId, cardHash: output?.cardHash, decision: "approve" };
  await client.send("POST", `${run}/decisions`, { body: decision });
  expect((await settledChat(client, chat)).state).toBe("completed");
  return { appId: app.id, base, chat, firstMessageId };
}
