/** One place of a stack, nearest to the failure first. `file` has no host and no path of a preview before it. */
export interface StackFrame {
  /** The function's name; null where there is none. */
  name: string | null;
  file: string;
  line: number;
  column: number;
}

const chromium = /^\s*at (?:async )?(?:(.+?) \()?([^()\s]+):(\d+):(\d+)\)?$/;
const others = /^(.*?)@(\S+?):(\d+):(\d+)$/;

/** The places of a stack as Chromium, Firefox and Safari write it; lines that name no place are passed over. */
export function stackFrames(stack: string): StackFrame[] {
  return stack.split("\n").flatMap((line): StackFrame[] => {
    const [, name, file, row, column] = chromium.exec(line) ?? others.exec(line) ?? [];
    if (file === undefined) return [];
    return [{ name: name || null, file: appPath(file), line: Number(row), column: Number(column) }];
  });
}

/** A file's path inside its app: without host, preview and query. */
function appPath(address: string): string {
  return address
    .replace(/^[a-z][a-z0-9+.-]*:\/\/[^/]*\//i, "")
    .replace(/^preview\/[^/]+\//, "")
    .replace(/[?#].*$/, "");
}

/** The place that says most about a failure: the topmost in the app's own source, else the topmost. Null without one. */
export function topFrame(stack: string): StackFrame | null {
  const frames = stackFrames(stack);
  return frames.find(({ file }) => file.startsWith("src/")) ?? frames[0] ?? null;
}

/** Words without numbers, ids and addresses: alike for two failures of one cause. */
export function withoutParticulars(text: string): string {
  return text
    .replace(/\b[a-z][a-z0-9+.-]*:\/\/[^\s"'`<>)]+/gi, "#")
    .replace(/[\w.+-]+@[\w-]+(?:\.[\w-]+)+/g, "#")
    .replace(/\b(?:[a-z]{2,4}_)?[0-9a-hjkmnp-tv-z]{26}\b/gi, "#")
    .replace(/\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/gi, "#")
    .replace(/\b(?=[0-9a-f]*\d)[0-9a-f]{8,}\b/gi, "#")
    .replace(/\d+(?:[.,]\d+)*/g, "#");
}

/** Equal for errors of an app that have one cause: kind, words, and the file and function where it came up. */
export function failureSignature(failure: {
  kind: string;
  message: string;
  stack?: string | null | undefined;
}): string {
  const frame = failure.stack ? topFrame(failure.stack) : null;
  // A bundle's name carries a hash of its content, which every build changes.
  const place = frame ? `${frame.file.replace(/-[\w-]{8}(?=\.\w+$)/, "")} ${frame.name ?? ""}` : "";
  return [failure.kind, withoutParticulars(failure.message), place].join("\n").slice(0, 1000);
}
