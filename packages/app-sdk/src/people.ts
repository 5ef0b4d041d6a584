import type { Connection } from "./connection.ts";
import { type Readable, Store } from "./store.ts";
import type { CurrentUser, Member } from "./types.ts";

export interface Members {
  members: readonly Member[];
  loading: boolean;
}

export interface Me {
  user: CurrentUser | null;
  loading: boolean;
}

/** The person in front of this app, as the host's greeting names them. */
export function currentUser({ hello }: Connection): Readable<Me> {
  const store = new Store<Me>({ user: hello.get()?.user ?? null, loading: hello.get() === null });
  hello.subscribe(() => store.set({ user: hello.get()?.user ?? null, loading: false }));
  return store;
}

/** Who may open this app: asked for when first needed, and again when the connection comes back. */
export function members(connection: Connection): Readable<Members> {
  const store = new Store<Members>({ members: [], loading: true });
  let isAsking = false;
  let isFresh = false;
  const ask = async () => {
    if (isAsking || isFresh) return;
    isAsking = true;
    try {
      const { members: found } = await connection.request("second:members:list", {});
      isFresh = true;
      store.set({ members: found, loading: false });
    } catch {
      // Names are decoration: those known so far stay, and the next change of the connection asks again.
      store.set({ ...store.get(), loading: false });
    } finally {
      isAsking = false;
    }
  };
  connection.status.subscribe(() => {
    if (connection.status.get().status !== "live") isFresh = false;
    else if (!isFresh && wasWanted) void ask();
  });
  let wasWanted = false;
  return {
    get: store.get,
    subscribe(listener) {
      wasWanted = true;
      void ask();
      return store.subscribe(listener);
    },
  };
}
