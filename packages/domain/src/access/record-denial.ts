import { byMember } from "../audit/by-member.ts";
import { recordAudit } from "../audit/record.ts";
import type { Platform } from "../platform.ts";
import type { WorkspaceAccess } from "./access.ts";

/** Writes `access.denied`. The caller sees to it that one person's retries do not fill the log. */
export async function recordDenial(
  platform: Platform,
  access: WorkspaceAccess,
  denial: { permission: string; route: string },
): Promise<void> {
  await platform.db.transaction((tx) =>
    recordAudit(platform, tx, {
      ...byMember(access),
      name: "access.denied",
      outcome: "denied",
      severity: "warning",
      target: { type: "route", id: denial.route },
      metadata: denial,
    }),
  );
}
