"use client";
import { Banner } from "../../ui/banner.tsx";
import { useOnline } from "../session/use-online.ts";

/** Says that what is shown may be old. Nothing that was typed is lost. */
export function OfflineBanner() {
  if (useOnline()) return null;
  return (
    <Banner kind="offline" live="status">
      You are offline. What you see may be old; changes come back with the connection.
    </Banner>
  );
}
