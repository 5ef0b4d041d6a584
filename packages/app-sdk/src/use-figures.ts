import { useMemo } from "react";
import { currentClient, selectionKey } from "./client.ts";
import type { AggregateOptions, AggregateRow, CountOptions, CountResult, QueryResult } from "./types.ts";
import { useReadable } from "./use-readable.ts";

/** How many documents a collection has, or those of them that meet `where`. Asked again as they change. */
export function useCount<T>(name: string, { where }: CountOptions<T> = {}): CountResult {
  const client = currentClient();
  const key = selectionKey({ collection: name, ...(where === undefined ? {} : { where }) });
  const figures = useReadable(useMemo(() => client.liveCount(JSON.parse(key)), [client, key]));
  return useMemo(() => {
    const { answer, loading, error } = figures;
    return { count: answer?.count ?? 0, exact: answer?.exact ?? false, loading, error };
  }, [figures]);
}

/**
 * Counts, sums, averages, least and greatest values of a collection's documents, in one row or one for each group.
 * Asked again as they change.
 */
export function useQuery<T>(name: string, options: AggregateOptions<T> = {}): QueryResult<T> {
  const client = currentClient();
  const { where, groupBy, metrics } = options;
  const key = selectionKey({
    collection: name,
    ...(where === undefined ? {} : { where }),
    ...(groupBy === undefined ? {} : { groupBy }),
    ...(metrics === undefined ? {} : { metrics }),
  });
  const figures = useReadable(useMemo(() => client.liveAggregate(JSON.parse(key)), [client, key]));
  return useMemo(() => {
    const { answer, loading, error } = figures;
    // Its fields are those asked for, and the documents have the shape that the app gives them.
    const rows = (answer?.rows ?? none) as readonly AggregateRow<T>[];
    return { rows, exact: answer?.exact ?? false, loading, error };
  }, [figures]);
}

const none: readonly never[] = [];
