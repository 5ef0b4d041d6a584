/** One line of the doctor's answer. */
export interface Check {
  name: string;
  state: "ok" | "warn" | "fail";
  text: string;
  /** What mends it; null when nothing needs mending. */
  fix: string | null;
}

export const ok = (name: string, text: string): Check => ({ name, state: "ok", text, fix: null });
export const warn = (name: string, text: string, fix: string): Check => ({ name, state: "warn", text, fix });
export const fail = (name: string, text: string, fix: string): Check => ({ name, state: "fail", text, fix });
