import { Problem } from "@second/contracts";
import type { Scope } from "../access/access.ts";
import type { Platform } from "../platform.ts";
import { dataScopesCollection, documentsCollection } from "./collections.ts";
import { placeOf, scopeKey } from "./document.ts";

const saveEveryMs = 2000;
const recountEveryMs = 300_000;
const cachedMax = 5000;

/** How a commit changed what a collection takes. */
export interface StorageChange {
  collection: string;
  documents: number;
  bytes: number;
}

/**
 * How much scopes hold, as this process knows it. Sizes are summed in memory and added to the store every two seconds,
 * so that no write waits for a shared counter; a killed process loses at most its last two seconds of them.
 */
export function openStorageUse({
  db,
  clock,
  config,
  log,
}: Pick<Platform, "db" | "clock" | "config" | "log">) {
  const sizes = new Map<string, { bytes: number; unsaved: number }>();
  const counts = new Map<string, { count: number; at: number }>();
  let timer: NodeJS.Timeout | null = null;

  const sizeOf = async (scope: Scope) => {
    const key = scopeKey(scope);
    const known = sizes.get(key);
    if (known !== undefined) return known;
    const bytes = (await db.get(dataScopesCollection, key))?.bytes ?? 0;
    if (sizes.size >= cachedMax) for (const [other, one] of sizes) if (one.unsaved === 0) sizes.delete(other);
    const size = sizes.get(key) ?? { bytes, unsaved: 0 };
    sizes.set(key, size);
    return size;
  };

  /** Counted anew now and then, and always before refusing. */
  const countOf = async (place: string) => {
    const now = clock.now();
    const known = counts.get(place);
    if (known !== undefined && known.count < config.documentsMax && now - known.at < recountEveryMs) {
      return known.count;
    }
    if (counts.size >= cachedMax) counts.clear();
    const count = await db.count(documentsCollection, { place });
    counts.set(place, { count, at: now });
    return count;
  };

  const save = async () => {
    for (const [id, size] of sizes) {
      const inc = size.unsaved;
      if (inc === 0) continue;
      const stored = await db.transaction((tx) =>
        tx.update(dataScopesCollection, id, { inc: { bytes: inc } }),
      );
      size.unsaved -= inc;
      size.bytes = stored?.bytes ?? 0;
    }
  };

  const saveLater = () => {
    timer ??= setTimeout(() => {
      timer = null;
      save().catch((error: unknown) => {
        log.warn("data.sizes_not_saved", { error: String(error) });
        saveLater();
      });
    }, saveEveryMs).unref();
  };

  return {
    /** Lets a write pass that adds this much. @throws `data.storage_full` */
    async admit(scope: Scope, { collection, documents, bytes }: StorageChange): Promise<void> {
      if (bytes > 0) {
        const size = await sizeOf(scope);
        if (size.bytes + size.unsaved + bytes > config.scopeBytesMax)
          throw full(config.scopeBytesMax, "bytes");
      }
      if (documents > 0) {
        const count = await countOf(placeOf(scope, collection));
        if (count + documents > config.documentsMax)
          throw full(config.documentsMax, "records in a collection");
      }
    },

    /** Call after a commit. */
    async changed(scope: Scope, { collection, documents, bytes }: StorageChange): Promise<void> {
      const counted = counts.get(placeOf(scope, collection));
      if (counted !== undefined) counted.count += documents;
      (await sizeOf(scope)).unsaved += bytes;
      saveLater();
    },

    /** Saves what is unsaved. */
    async close(): Promise<void> {
      if (timer !== null) clearTimeout(timer);
      await save();
    },
  };
}

function full(limit: number, of: string): Problem {
  return new Problem("data.storage_full", { detail: `At most ${limit} ${of} fit; nothing was lost.` });
}
