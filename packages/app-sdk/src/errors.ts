import type { BridgeError } from "@second/contracts";
import type { SecondDataError } from "./types.ts";

/** An error with everything the platform said about a failure. Its message is fit for people. */
export function dataError(problem: BridgeError): SecondDataError {
  const error = new Error(problem.detail ?? problem.title);
  return Object.assign(error, problem, { name: "SecondDataError" });
}

export function isSecondDataError(error: unknown): error is SecondDataError {
  return error instanceof Error && error.name === "SecondDataError";
}

/** What ends a write that could not be delivered; the reason of the last try is its detail. */
export function offlineError(last?: BridgeError): SecondDataError {
  return dataError({
    code: "offline",
    title: "This could not be saved: there is no connection. Try again when it is back.",
    ...(last === undefined || last.code === "offline" ? {} : { detail: last.detail ?? last.title }),
    status: 0,
    retryable: true,
  });
}

export function invalidError(pointer: string, message: string): SecondDataError {
  return dataError({
    code: "request.invalid",
    title: "Some fields need attention.",
    status: 400,
    retryable: false,
    fields: [{ pointer, message }],
  });
}
