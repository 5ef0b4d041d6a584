import type { AppId, WorkspaceId } from "@second/contracts";
import { closeData } from "@second/domain";
import { dataRoutes } from "../../../../../../packages/api/src/routes/data.ts";
import { memberRoutes } from "../../../../../../packages/api/src/routes/members.ts";
import { streamRoutes } from "../../../../../../packages/api/src/routes/streams.ts";
import { readEvents } from "../../../../../../packages/api/src/streams/testing/read-events.ts";
import { openFixture, type Person } from "../../../../../../packages/api/src/testing/fixture.ts";
import type { BridgeFetch } from "../data-api.ts";
import type { OpenStream } from "../scope-feed.ts";

const plenty = { perSecond: 1e9, burst: 1e9 };

/** The product's own interface over SQLite, as two people's pages reach it. */
export async function openRealScope() {
  const fixture = await openFixture({
    handlers: { ...dataRoutes, ...memberRoutes, ...streamRoutes({ "chat.stream": async () => null }) },
    config: { dataRates: { userReads: plenty, userWrites: plenty, scopeWrites: plenty } },
  });
  const ada = await fixture.person("Ada");
  const bob = await fixture.person("Bob");
  const workspaceId: WorkspaceId = await fixture.workspace(ada);
  await fixture.join(ada, workspaceId, { person: bob });
  const live = new Set<() => void>();
  let isOver = false;

  /** A new app, of which both may see the draft. */
  async function app(): Promise<AppId> {
    const appId = await fixture.app(ada, workspaceId);
    const path = `/api/workspaces/${workspaceId}/apps/${appId}/collaborators/${bob.userId}`;
    const response = await fixture.send(ada, "PUT", path);
    if (!response.ok) throw new Error(`${response.status} ${await response.text()}`);
    return appId;
  }

  const fetchAs =
    (person: Person): BridgeFetch =>
    async (path, { method, headers, body, signal }) => {
      signal.throwIfAborted();
      return fixture.send(person, method, path, { headers, ...(body === undefined ? {} : { body }) });
    };

  /** As the browser's stream hub does it: one stream, continued where it was after every break. */
  const streamOf =
    (person: Person, path: string): OpenStream =>
    ({ after, onEvent, onState }) => {
      let position = after;
      let isClosed = false;
      let drop: () => void = () => undefined;
      const run = async () => {
        while (!isClosed && !isOver) {
          const response = await fixture.send(person, "GET", path, {
            headers: { "last-event-id": position },
          });
          const events = readEvents(response);
          drop = () => void events.close();
          if (isClosed) drop();
          else onState("open");
          for (;;) {
            const event = await events.next().catch(() => null);
            if (event === null || isClosed) break;
            position = event.id ?? position;
            onEvent(event);
          }
          if (!isClosed) onState("waiting");
        }
      };
      const dropNow = () => drop();
      live.add(dropNow);
      void run();
      return () => {
        isClosed = true;
        live.delete(dropNow);
        drop();
      };
    };

  return {
    fixture,
    ada,
    bob,
    workspaceId,
    app,
    fetchAs,
    streamOf,
    /** Breaks every stream; they continue. */
    dropStreams() {
      for (const drop of [...live]) drop();
    },
    async close() {
      isOver = true;
      await closeData(fixture.platform);
      await fixture.close();
    },
  };
}
