import { type Role, roleHas, type WorkspaceView, workspacePermissions } from "@second/contracts";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { render } from "@testing-library/react";
import axe from "axe-core";
import type { ReactNode } from "react";
import { expect, vi } from "vitest";
import { TooltipProvider } from "../../../ui/tooltip.tsx";
import { queryKeys } from "../../session/query-keys.ts";
import { WorkspaceProvider } from "../workspace-context.tsx";

const workspaceId = "ws_1";
export const user = { id: "usr_1", name: "Ada Moreno", email: "ada@acme.example" };

type Answer = { status?: number; body: unknown } | "never" | "unreachable";
/** Answers by "METHOD path"; the path may leave its query out. */
export type Answers = Record<string, Answer | ((query: Record<string, string>) => Answer)>;

export const problem = (code: string, status: number) => ({
  status,
  body: { type: "about:blank", code, title: `Title of ${code}`, status, retry: "never", requestId: "req_42" },
});

/** Serves the HTTP interface from a table; unknown calls fail the test that made them. */
export function answerWith(answers: Answers) {
  const calls: { call: string; body: unknown; headers: Headers }[] = [];
  vi.stubGlobal(
    "fetch",
    vi.fn(async (url: string, init: RequestInit = {}) => {
      const call = `${init.method ?? "GET"} ${url.split("?")[0]}`;
      calls.push({
        call,
        body: typeof init.body === "string" ? JSON.parse(init.body) : undefined,
        headers: new Headers(init.headers),
      });
      const entry = answers[call];
      const query = Object.fromEntries(new URLSearchParams(url.split("?")[1]));
      const answer = typeof entry === "function" ? entry(query) : entry;
      if (answer === undefined) throw new Error(`the test has no answer for ${call}`);
      if (answer === "never") return new Promise<Response>(() => {});
      if (answer === "unreachable") throw new TypeError("Failed to fetch");
      return new Response(JSON.stringify(answer.body), { status: answer.status ?? 200 });
    }),
  );
  return calls;
}

export function setOnline(isOnline: boolean): void {
  vi.spyOn(navigator, "onLine", "get").mockReturnValue(isOnline);
}

/** Renders a page's component as a member with this role sees it. */
export function renderInWorkspace(page: ReactNode, role: Role = "owner") {
  const client = new QueryClient({ defaultOptions: { queries: { retry: false, staleTime: 60_000 } } });
  const permissions = Object.keys(workspacePermissions).filter((permission) =>
    // The keys of the table are its permissions.
    roleHas(role, permission as keyof typeof workspacePermissions),
  );
  const workspace: WorkspaceView = {
    id: workspaceId,
    slug: "acme",
    name: "Acme",
    createdAt: "2030-01-01T00:00:00.000Z",
    role,
    permissions,
  };
  client.setQueryData(queryKeys.workspace(workspaceId), workspace);
  return render(
    <QueryClientProvider client={client}>
      <TooltipProvider>
        <WorkspaceProvider value={{ workspaceId, slug: "acme", user }}>
          <main>{page}</main>
        </WorkspaceProvider>
      </TooltipProvider>
    </QueryClientProvider>,
  );
}

/** Fails with what axe finds (WCAG 2.2 A and AA). Colours need a real browser and are judged there. */
export async function expectAccessible(container: Element): Promise<void> {
  const { violations } = await axe.run(container, {
    runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"],
    rules: { "color-contrast": { enabled: false } },
  });
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`)).toEqual([]);
}
