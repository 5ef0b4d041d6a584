import { documentLimits, isDocumentId, Problem } from "@second/contracts";
import type { Clause, Query } from "@second/query";
import type { DocumentRecord, Place } from "./collections.ts";
import type { PagePlace } from "./cursor.ts";

/** A checked query over one place. */
export interface Selection {
  place: Place;
  query: Query;
  limit: number;
}

export interface FoundPage {
  texts: string[];
  /** Where the next page starts; null when nothing follows. */
  next: PagePlace | null;
}

/** How many documents one query may look at, how much they may hold, and for how long. */
const examinedMax = 10_000;
export const examinedBytesMax = 64 * 1024 * 1024;
const examinedMsMax = 2000;

/** Counts one query's work; answers whether it may go on. */
export function openBudget() {
  const until = performance.now() + examinedMsMax;
  let examined = 0;
  let bytes = 0;
  return {
    /** One more document that was read. */
    allows({ body }: Pick<DocumentRecord, "body">): boolean {
      examined++;
      bytes += body.length;
      return examined <= examinedMax && bytes <= examinedBytesMax && performance.now() <= until;
    },
  };
}

export function tooBroad(): Problem {
  const most = `${examinedMax} records or ${examinedBytesMax / 1024 / 1024} MiB`;
  return new Problem("query.too_broad", {
    detail: `This search would look at more than ${most}. Narrow it, or ask for the newest first.`,
  });
}

export const isUnfiltered = (query: Query) => query.where.op === "and" && query.where.clauses.length === 0;

/** The only ids that can match, when the query names them. */
export function namedIds(where: Clause): string[] | null {
  if (where.op === "and") {
    return where.clauses.map(namedIds).find((ids) => ids !== null) ?? null;
  }
  if (where.op === "or" || where.path.join(".") !== "_id") return null;
  if (where.op === "in") return where.values.filter(isDocumentId);
  return where.op === "eq" ? [where.value].filter(isDocumentId) : null;
}

/** A page being filled: at most `limit` documents and 4 MiB, but always one. */
export function openPage(limit: number) {
  const texts: string[] = [];
  let bytes = 0;
  return {
    texts,
    isFull: () => texts.length >= limit,
    /** False when it does not fit any more. */
    add(text: string): boolean {
      const size = Buffer.byteLength(text);
      if (texts.length >= limit || (texts.length > 0 && bytes + size > documentLimits.pageBytesMax))
        return false;
      texts.push(text);
      bytes += size;
      return true;
    },
  };
}
