import { expect, it } from "vitest";
import { isSendKey } from "./send-key.ts";

const key = (part: Partial<Parameters<typeof isSendKey>[0]>) => ({
  key: "Enter",
  shiftKey: false,
  altKey: false,
  ctrlKey: false,
  metaKey: false,
  isComposing: false,
  keyCode: 13,
  ...part,
});

it("[HOME-3] sends on Enter, breaks the line on Shift+Enter, never on an input method's confirmation", () => {
  expect(isSendKey(key({}))).toBe(true);
  expect(isSendKey(key({ metaKey: true }))).toBe(true);
  expect(isSendKey(key({ shiftKey: true }))).toBe(false);
  expect(isSendKey(key({ isComposing: true }))).toBe(false);
  expect(isSendKey(key({ keyCode: 229 }))).toBe(false);
  expect(isSendKey(key({ key: "a" }))).toBe(false);
});
