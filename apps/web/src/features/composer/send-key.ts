type Key = Pick<
  KeyboardEvent,
  "key" | "shiftKey" | "altKey" | "ctrlKey" | "metaKey" | "isComposing" | "keyCode"
>;

/** Safari ends a composition before this key event, and marks it only by the key code 229. */
const composingKeyCode = 229;

/** True for the Enter that sends: alone or with ⌘ or Ctrl, never while an input method is being confirmed. */
export function isSendKey(event: Key): boolean {
  if (event.key !== "Enter" || event.shiftKey || event.altKey) return false;
  return !event.isComposing && event.keyCode !== composingKeyCode;
}
