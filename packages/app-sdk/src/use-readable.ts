import { useSyncExternalStore } from "react";
import type { Readable } from "./store.ts";

/** The present value, and a render for each further one. */
export function useReadable<T>({ subscribe, get }: Readable<T>): T {
  return useSyncExternalStore(subscribe, get, get);
}
