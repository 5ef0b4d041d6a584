import { createHash, timingSafeEqual } from "node:crypto";
import { internalTokenHeader, Problem } from "@second/contracts";

const digest = (text: string) => createHash("sha256").update(text).digest();

/** Accepts any of the tokens, in constant time. The check throws `identity.required`. */
export function internalTokenCheck(tokens: readonly string[]): (request: Request) => void {
  const accepted = tokens.map(digest);
  return (request) => {
    const sent = digest(request.headers.get(internalTokenHeader) ?? "");
    if (!accepted.some((each) => timingSafeEqual(each, sent))) throw new Problem("identity.required");
  };
}
