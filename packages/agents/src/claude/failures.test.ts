import { describe, expect, it } from "vitest";
import { classifyFailure } from "./failures.ts";

describe("classifyFailure", () => {
  it.each([
    ["authentication_failed", "API Error: 401 invalid x-api-key", "model.auth_failed"],
    ["oauth_org_not_allowed", "Your organization does not allow this", "model.auth_failed"],
    ["rate_limit", "API Error: 429", "model.rate_limited"],
    ["overloaded", "Overloaded", "model.overloaded"],
    ["server_error", "API Error: 529 overloaded_error", "model.overloaded"],
    ["server_error", "API Error: 502 The model could not be reached", "model.unreachable"],
    ["server_error", "API Error: 500 internal", "model.failed"],
    [
      "invalid_request",
      "API Error: 400 prompt is too long: 210000 tokens > 200000",
      "model.context_too_long",
    ],
    ["invalid_request", "input length and `max_tokens` exceed context limit", "model.context_too_long"],
    ["unknown", "API Error: Unable to connect to API (ConnectionRefused)", "model.unreachable"],
    ["unknown", "Connection error.", "model.unreachable"],
    ["model_not_found", "API Error: 404 no such model", "model.failed"],
    [undefined, "Something else", "model.failed"],
  ])("[ERR-1] takes %s “%s” for %s", (kind, text, code) => {
    expect(classifyFailure({ kind, text }).code).toBe(code);
  });

  it("[ERR-1] keeps the runtime's advice about our gateway to itself", () => {
    const text = "API Error: 529 Overloaded. Try again. If it persists, check your inference gateway (x:1).";
    expect(classifyFailure({ text }).detail).toBe("API Error: 529 Overloaded. Try again.");
  });

  it("[ERR-1] trusts a given status more than words", () => {
    expect(classifyFailure({ kind: "unknown", status: 429, text: "network" }).code).toBe(
      "model.rate_limited",
    );
  });
});
