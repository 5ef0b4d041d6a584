import { documentLimits, Problem } from "@second/contracts";
import type { Scope } from "../access/access.ts";
import type { Platform } from "../platform.ts";
import { type DataScopeRecord, dataScopesCollection, documentsCollection } from "./collections.ts";
import { placeOf, scopeKey } from "./document.ts";

/** Names one side may use in its life, so that its record stays small. */
const namesMax = 2000;
const cachedScopesMax = 5000;

type Names = Pick<DataScopeRecord, "names" | "nameCount">;

/**
 * Which collections a scope may have. Names are only ever added to the stored record, so that what is cached here stays
 * true and an insert into a known collection costs no read. A collection exists while it holds a document.
 */
export function openCollectionNames({ db }: Pick<Platform, "db">) {
  const cache = new Map<string, Names>();

  const load = async (scope: Scope): Promise<Names> => {
    const key = scopeKey(scope);
    const known = cache.get(key) ?? (await db.get(dataScopesCollection, key)) ?? { names: {}, nameCount: 0 };
    return remember(key, known);
  };

  const remember = (key: string, names: Names): Names => {
    if (cache.size >= cachedScopesMax) cache.clear();
    cache.set(key, names);
    return names;
  };

  const isEmpty = async (scope: Scope, collection: string) =>
    (await db.first(documentsCollection, { filter: { place: placeOf(scope, collection) } })) === null;

  const add = async (scope: Scope, collection: string): Promise<Names> => {
    const id = scopeKey(scope);
    const stored = await db.transaction(async (tx) => {
      const present = await tx.get(dataScopesCollection, id);
      const variants = variantsOf(present, collection);
      if (present !== null && variants.includes(collection)) return present;
      const next: DataScopeRecord = {
        id,
        workspaceId: scope.workspaceId,
        names: { ...present?.names, [collection.toLowerCase()]: [...variants, collection] },
        nameCount: (present?.nameCount ?? 0) + 1,
        bytes: present?.bytes ?? 0,
      };
      if (next.nameCount > namesMax) throw limitReached();
      if (present === null) await tx.insert(dataScopesCollection, next);
      else await tx.replace(dataScopesCollection, next);
      return next;
    });
    return remember(id, stored);
  };

  /** Two names may differ by case only while one of the collections is empty. */
  const refuseClash = async (scope: Scope, { names }: Names, collection: string) => {
    const variants = variantsOf({ names }, collection);
    for (const other of variants) {
      if (other === collection || (await isEmpty(scope, other))) continue;
      const message = `differs only by case from the collection ${other}`;
      throw new Problem("document.invalid", { fields: [{ pointer: "/collection", message }] });
    }
  };

  const refuseMore = async (scope: Scope, { names }: Names, collection: string) => {
    if (!(await isEmpty(scope, collection))) return;
    let held = 0;
    for (const name of Object.values(names).flat()) {
      if (name !== collection && !(await isEmpty(scope, name))) held++;
      if (held >= documentLimits.collectionsMax) throw limitReached();
    }
  };

  return {
    /** Lets an insert pass. @throws `data.collection_limit`, or `document.invalid` for a name that clashes by case. */
    async admit(scope: Scope, collection: string): Promise<void> {
      let known = await load(scope);
      if (!variantsOf(known, collection).includes(collection)) known = await add(scope, collection);
      if (variantsOf(known, collection).length > 1) await refuseClash(scope, known, collection);
      if (known.nameCount > documentLimits.collectionsMax) await refuseMore(scope, known, collection);
    },

    /** Every name the scope ever used, whether or not it holds documents now. */
    async all(scope: Scope): Promise<string[]> {
      const record = await db.get(dataScopesCollection, scopeKey(scope));
      return Object.values(record?.names ?? {}).flat();
    },
  };
}

function variantsOf(record: Pick<Names, "names"> | null, collection: string): string[] {
  const lower = collection.toLowerCase();
  return record !== null && Object.hasOwn(record.names, lower) ? (record.names[lower] ?? []) : [];
}

function limitReached(): Problem {
  return new Problem("data.collection_limit", {
    detail: `This app already has ${documentLimits.collectionsMax} collections.`,
    extra: { limit: documentLimits.collectionsMax },
  });
}
