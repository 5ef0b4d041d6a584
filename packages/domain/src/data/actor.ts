import type { AppAccess } from "../access/access.ts";

/** Who reads or writes documents: a person at an app. */
export type DataActor = Pick<AppAccess, "userId" | "userName" | "role" | "requestId">;
