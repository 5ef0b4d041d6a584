import type { SecondDataError } from "./sdk.ts";

/** A failed call, as the SDK reports it. */
export function failure(fields: Partial<SecondDataError>): SecondDataError {
  return Object.assign(new Error("The server did not answer in time."), {
    code: "system.unavailable",
    title: "The server did not answer in time. Nothing was changed.",
    status: 503,
    retryable: true,
    ...fields,
  });
}
