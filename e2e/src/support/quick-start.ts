import type { APIRequestContext, BrowserContext } from "@playwright/test";
import type { AppCreatedView, ChatView, WorkspaceView } from "@second/contracts";

/** A signed-in person of a context, who begins apps over HTTP: for tests of what comes after. */
export interface Insider {
  workspaceId: string;
  slug: string;
  /** Stores an app with its first message; the page that opens it posts the message. */
  createApp(prompt: string): Promise<{ id: string; runId: string; page: string; path: string }>;
  chat(app: { path: string; runId: string }): Promise<ChatView>;
  call<T>(method: string, path: string, body?: unknown): Promise<T>;
}

/** Signs in and makes a workspace without a page. */
export async function quickStart(
  context: BrowserContext,
  url: string,
  person: { name: string; email: string; workspace?: string },
): Promise<Insider> {
  const call = caller(context.request, url);
  await call("POST", "/api/auth/identity", { displayName: person.name, email: person.email });
  const workspace = await call<WorkspaceView>("POST", "/api/workspaces", {
    name: person.workspace ?? "Alder Freight",
  });
  await call("POST", "/api/setup/finish");
  return {
    workspaceId: workspace.id,
    slug: workspace.slug,
    call,
    createApp: async (prompt) => {
      const path = `/api/workspaces/${workspace.id}/apps`;
      const app = await call<AppCreatedView>("POST", path, { prompt, runtimeId: "claude-code" });
      return {
        id: app.id,
        runId: app.initialRun.id,
        page: `${url}/w/${workspace.slug}/apps/${app.id}`,
        path: `${path}/${app.id}`,
      };
    },
    chat: ({ path, runId }) => call<ChatView>("GET", `${path}/runs/${runId}/chat`),
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
