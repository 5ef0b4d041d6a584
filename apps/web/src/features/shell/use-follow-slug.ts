"use client";
import { usePathname, useRouter } from "next/navigation";
import { useEffect } from "react";
import { useWorkspace, useWorkspaceView } from "./workspace-context.tsx";

/** After a rename, by anyone, the address follows without losing the place. */
export function useFollowSlug(): void {
  const { slug } = useWorkspace();
  const { workspace } = useWorkspaceView();
  const path = usePathname();
  const router = useRouter();
  const present = workspace?.slug;
  useEffect(() => {
    if (!present || present === slug) return;
    router.replace(`/w/${present}${path.slice(`/w/${slug}`.length)}`);
  }, [present, slug, path, router]);
}
