import { Loading, Skeleton } from "../../../ui/skeleton.tsx";

/** Stands while a page of the workspace is on its way. */
export default function PageLoading() {
  return (
    <Loading label="Loading page" className="mx-auto grid w-full max-w-215 gap-4 px-7 pt-8">
      <Skeleton className="h-5 w-64" />
      <Skeleton className="h-3 w-96 max-w-full" />
      <Skeleton className="mt-4 h-40 w-full rounded-lg" />
    </Loading>
  );
}
