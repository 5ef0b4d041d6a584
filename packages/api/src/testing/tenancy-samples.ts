import type { RouteName } from "@second/contracts";

interface Sample {
  body?: unknown;
  query?: string;
  /** Parameters that are no ids. */
  params?: Record<string, string>;
}

const side = "side=draft";
const document = { collection: "tasks", data: { title: "Call Acme" } };
const empty: Sample = {};

/** A valid request to each route, so that only the guard can refuse it. A new route does not compile without one. */
export const samples: Record<RouteName, Sample> = {
  health: empty,
  ready: empty,
  openapi: empty,
  "auth.session": empty,
  "auth.identity": { body: { displayName: "Ada", email: "ada@example.com" } },
  "auth.logout": empty,
  "auth.devices": empty,
  "auth.revokeDevice": empty,
  "auth.revokeOtherDevices": empty,
  "setup.detect": empty,
  "setup.finish": empty,
  "invitations.offer": { params: { token: "unknown" } },
  "invitations.accept": { params: { token: "unknown" } },
  "workspaces.list": empty,
  "workspaces.create": { body: { name: "Another" } },
  "workspaces.get": empty,
  "workspaces.rename": { body: { name: "Other" } },
  "workspaces.events": empty,
  "workspaces.runtimes": empty,
  "members.list": empty,
  "members.changeRole": { body: { role: "admin" } },
  "members.remove": empty,
  "members.leave": empty,
  "invitations.list": empty,
  "invitations.create": { body: { email: "new@example.com", role: "member" } },
  "invitations.resend": empty,
  "invitations.revoke": empty,
  "streams.open": { body: { channels: [] } },
  "apps.list": empty,
  "apps.create": { body: { prompt: "Track vendor renewals" } },
  "apps.get": empty,
  "apps.update": { body: { name: "Renewals" } },
  "apps.members": empty,
  "collaborators.list": empty,
  "collaborators.add": empty,
  "collaborators.remove": empty,
  "chat.get": empty,
  "chat.post": { body: {} },
  "chat.stream": empty,
  "chat.stop": empty,
  "chat.decide": { body: { toolCallId: "call", cardHash: "hash", decision: "approve" } },
  "chat.fix": {
    body: {
      messageId: `msg_${"0".repeat(26)}`,
      versionId: `ver_${"0".repeat(26)}`,
      kind: "TypeError",
      message: "No cost",
      route: "/",
    },
  },
  "queue.start": empty,
  "queue.remove": empty,
  "turns.undo": empty,
  "versions.list": empty,
  "versions.get": empty,
  "versions.file": { params: { path: "src/main.tsx" } },
  "draft.files": empty,
  "draft.file": { params: { path: "src/main.tsx" } },
  "source.search": { query: "words=cost" },
  "versions.restore": empty,
  "preview.create": { body: { side: "draft" } },
  "data.list": { query: side },
  "data.query": { query: side, body: { collection: "tasks" } },
  "data.count": { query: side, body: { collection: "tasks" } },
  "data.aggregate": { query: side, body: { collection: "tasks" } },
  "data.stream": { query: side },
  "data.batch": { query: side, body: { operations: [{ op: "insert", ...document }] } },
  "data.get": { query: `${side}&collection=tasks` },
  "data.insert": { query: side, body: document },
  "data.update": { query: side, body: document },
  "data.replace": { query: side, body: document },
  "data.delete": { query: `${side}&collection=tasks` },
  "internal.tool": { params: { tool: "read_data" }, body: { callId: "call", attempt: 1, input: {} } },
  "internal.heartbeat": {
    body: {
      workerId: "w1",
      protocol: 1,
      url: "http://127.0.0.1:3001",
      turnsRunning: 0,
      turnsMax: 4,
      diskFreeBytes: 1,
    },
  },
};
