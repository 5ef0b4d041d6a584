import type { APIRequestContext, BrowserContext } from "@playwright/test";
import type { AppCreatedView, ChatView, InvitationLinkView, WorkspaceView } from "@second/contracts";

/** A signed-in person of a context, who begins apps over HTTP: for tests of what comes after. */
export interface Insider {
  workspaceId: string;
  slug: string;
  /** Stores an app with its first message; the page that opens it posts the message. */
  createApp(prompt: string): Promise<{ id: string; runId: string; page: string; path: string }>;
  chat(app: { path: string; runId: string }): Promise<ChatView>;
  call<T>(method: string, path: string, body?: unknown): Promise<T>;
}

interface Person {
  name: string;
  email: string;
}

/** Signs in and makes a workspace without a page. */
export async function quickStart(
  context: BrowserContext,
  url: string,
  person: Person & { workspace?: string },
): Promise<Insider> {
  const call = await signIn(context, url, person);
  const name = person.workspace ?? "Alder Freight";
  const workspace = await call<WorkspaceView>("POST", "/api/workspaces", { name });
  await call("POST", "/api/setup/finish");
  return insider(call, url, workspace);
}

/** Signs in and joins the workspace of someone else as an admin. */
export async function joinAs(
  context: BrowserContext,
  url: string,
  person: Person,
  host: Insider,
): Promise<Insider> {
  const path = `/api/workspaces/${host.workspaceId}`;
  const invitation = { email: person.email, role: "admin" };
  const { link } = await host.call<InvitationLinkView>("POST", `${path}/invitations`, invitation);
  const call = await signIn(context, url, person);
  await call("POST", `/api/invitations/${link.split("/").at(-1)}/accept`);
  return insider(call, url, { id: host.workspaceId, slug: host.slug });
}

async function signIn(
  context: BrowserContext,
  url: string,
  { name, email }: Person,
): Promise<Insider["call"]> {
  const call = caller(context.request, url);
  await call("POST", "/api/auth/identity", { displayName: name, email });
  return call;
}

function insider(call: Insider["call"], url: string, workspace: { id: string; slug: string }): Insider {
  const path = `/api/workspaces/${workspace.id}/apps`;
  return {
    workspaceId: workspace.id,
    slug: workspace.slug,
    call,
    createApp: async (prompt) => {
      const app = await call<AppCreatedView>("POST", path, { prompt, runtimeId: "claude-code" });
      return {
        id: app.id,
        runId: app.initialRun.id,
        page: `${url}/w/${workspace.slug}/apps/${app.id}`,
        path: `${path}/${app.id}`,
      };
    },
    chat: ({ path: appPath, runId }) => call<ChatView>("GET", `${appPath}/runs/${runId}/chat`),
  };
}

function caller(request: APIRequestContext, url: string): Insider["call"] {
  return async (method, path, body) => {
    const answer = await request.fetch(`${url}${path}`, {
      method,
      headers: { origin: url },
      ...(body === undefined ? {} : { data: body }),
    });
    if (!answer.ok()) throw new Error(`${method} ${path}: ${answer.status()} ${await answer.text()}`);
    return answer.json();
  };
}
