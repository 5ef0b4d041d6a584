import type { Scope } from "../access/access.ts";
import type { Platform } from "../platform.ts";
import type { FeedSubscription } from "./feed/data-feed.ts";
import { dataProcess } from "./process.ts";

/** The changes of a scope after a position, or from now. The caller closes it. */
export function subscribeToChanges(
  platform: Platform,
  scope: Scope,
  after: string | null,
): Promise<FeedSubscription> {
  return dataProcess(platform).feed.subscribe(scope, after);
}
