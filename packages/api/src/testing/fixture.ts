import {
  type AppId,
  type Role,
  type RouteName,
  routes,
  type UserId,
  type WorkspaceId,
} from "@second/contracts";
import {
  type AppAccess,
  acceptInvitation,
  auditCollection,
  createApp,
  createWorkspace,
  type DomainConfig,
  enterApp,
  enterSession,
  enterTurn,
  enterWorkspace,
  invitePerson,
  type Platform,
  type SessionAccess,
  signIn,
  type WorkerClient,
  type WorkspaceAccess,
} from "@second/domain";
import { type Api, type ApiOptions, createApi } from "../create-api.ts";
import type { Client } from "../guard/exchange.ts";
import type { Handlers } from "../handler.ts";
import { peopleRoutes } from "../routes/people.ts";
import { openTestPlatform, type TestPlatform } from "./platform.ts";

export const testInternalToken = "internal-token-of-tests-0123456789";

/** Someone signed in. The cookie is the newest that the server sent. */
export interface Person {
  userId: UserId;
  name: string;
  email: string;
  cookie: string;
}

export interface Sending {
  body?: unknown;
  headers?: Record<string, string>;
  client?: Client;
}

export interface Fixture extends TestPlatform {
  api: Api;
  /** Signs someone in, with an email made from the name. */
  person(name: string): Promise<Person>;
  workspace(owner: Person, name?: string): Promise<WorkspaceId>;
  /** Invites and accepts, as the product does. */
  join(owner: Person, workspaceId: WorkspaceId, joiner: { person: Person; role?: Role }): Promise<void>;
  app(creator: Person, workspaceId: WorkspaceId, prompt?: string): Promise<AppId>;
  asSession(person: Person): Promise<SessionAccess>;
  asMember(person: Person, workspaceId: WorkspaceId): Promise<WorkspaceAccess>;
  asAppMember(person: Person, workspaceId: WorkspaceId, appId: AppId): Promise<AppAccess>;
  /** One request as this person's page would send it; keeps a cookie that comes back. */
  send(person: Person | null, method: string, path: string, sending?: Sending): Promise<Response>;
  /** Names of the workspace's audit events, oldest first. */
  auditNames(workspaceId: string): Promise<string[]>;
}

/** A table in which every route has a handler: those given, those of people, and a plain answer for the rest. */
export function completeHandlers(given: Partial<Handlers<RouteName>> = {}): Handlers<RouteName> {
  const plain = Object.fromEntries(
    Object.keys(routes).map((name) => [name, async () => ({ reached: name })]),
  );
  return { ...plain, ...peopleRoutes, ...given } as Handlers<RouteName>; // every name of the table has an entry
}

export interface FixtureOptions {
  config?: Partial<DomainConfig>;
  handlers?: Partial<Handlers<RouteName>>;
  /** Handlers that need the platform, such as those with a turn engine. */
  handlersOn?: (platform: Platform) => Partial<Handlers<RouteName>>;
  previewOn?: (platform: Platform) => (request: Request) => Promise<Response>;
  /** Stands in for the fake worker. */
  worker?: WorkerClient;
  api?: Partial<Omit<ApiOptions, "platform" | "handlers">>;
}

/** A product without pages and processes: real guard, routes, store and bus. Close it after use. */
export async function openFixture(options: FixtureOptions = {}): Promise<Fixture> {
  const base = await openTestPlatform(options.config);
  const platform = options.worker ? { ...base.platform, workers: options.worker } : base.platform;
  const api = createApi({
    platform,
    handlers: completeHandlers({ ...options.handlers, ...options.handlersOn?.(platform) }),
    verifyTurn: (input) => enterTurn(platform, input),
    internalTokens: [testInternalToken],
    ...(options.previewOn ? { preview: options.previewOn(platform) } : {}),
    ...options.api,
  });
  const cookieName = platform.config.publicUrl.startsWith("https:")
    ? "__Host-second_session"
    : "second_session";

  const asSession = async (person: Person) =>
    (await enterSession(platform, { cookie: person.cookie, requestId: "test" })).access;
  const asMember = async (person: Person, workspaceId: WorkspaceId) =>
    enterWorkspace(platform, await asSession(person), workspaceId);

  return {
    ...base,
    platform,
    api,
    asSession,
    asMember,
    async asAppMember(person, workspaceId, appId) {
      return enterApp(platform, await asMember(person, workspaceId), appId);
    },
    async person(name) {
      const email = `${name.toLowerCase().replaceAll(" ", ".")}@example.com`;
      const { access, issued } = await signIn(platform, {
        displayName: name,
        email,
        device: "Firefox on Linux",
        formerCookie: null,
        requestId: "test",
      });
      return { userId: access.userId, name, email, cookie: issued.cookie };
    },
    async workspace(owner, name = "Acme") {
      const { id } = await createWorkspace(platform, await asSession(owner), { name });
      return id as WorkspaceId;
    },
    async join(owner, workspaceId, { person, role = "member" }) {
      const inviter = await asMember(owner, workspaceId);
      const { link } = await invitePerson(platform, inviter, { email: person.email, role });
      await acceptInvitation(platform, await asSession(person), link.slice(link.lastIndexOf("/") + 1));
    },
    async app(creator, workspaceId, prompt = "Track vendor renewals") {
      const access = await asMember(creator, workspaceId);
      return (await createApp(platform, access, { prompt, idempotencyKey: null })).id as AppId;
    },
    async send(person, method, path, sending = {}) {
      const { publicUrl } = platform.config;
      const headers = new Headers({
        host: new URL(publicUrl).host,
        "user-agent": "Firefox/140 (X11; Linux)",
      });
      if (person) headers.set("cookie", `${cookieName}=${person.cookie}`);
      if (method !== "GET" && method !== "HEAD") headers.set("origin", publicUrl);
      if (sending.body !== undefined) headers.set("content-type", "application/json");
      for (const [name, value] of Object.entries(sending.headers ?? {})) headers.set(name, value);
      const request = new Request(`${publicUrl}${path}`, {
        method,
        headers,
        ...(sending.body === undefined
          ? {}
          : { body: typeof sending.body === "string" ? sending.body : JSON.stringify(sending.body) }),
      });
      const response = await api.fetch(request, sending.client ?? { address: "192.0.2.1" });
      const set = response.headers.get("set-cookie")?.match(/^[^=]+=([^;]*)/)?.[1];
      if (person && set) person.cookie = set;
      return response;
    },
    async auditNames(workspaceId) {
      const { records } = await platform.db.list(auditCollection, {
        filter: { workspaceId },
        sort: ["occurredAt"],
      });
      return records.map((event) => event.eventName);
    },
  };
}
