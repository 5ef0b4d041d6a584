import type { SetupView } from "@second/contracts";
import type { SessionAccess } from "../access/access.ts";
import type { Platform } from "../platform.ts";
import { usersCollection } from "./collections.ts";

/** What can build on this machine. The worker's client answers in time, with `unreachable` where it must. */
export async function detectProviders(platform: Platform): Promise<SetupView> {
  const { runtimes, sandbox } = await platform.workers.detect();
  return { runtimes, sandbox };
}

/** Closes the provider step of onboarding. It can always be closed. Repeating it is harmless. */
export async function finishSetup(platform: Platform, access: SessionAccess): Promise<void> {
  await platform.db.transaction((tx) =>
    tx.update(usersCollection, access.userId, {
      set: { providerStep: "done" },
      if: { providerStep: "open" },
    }),
  );
}
