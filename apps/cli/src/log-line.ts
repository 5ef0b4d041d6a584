import { logText } from "@second/contracts";

/**
 * A line as the log keeps it: what a process wrote as JSON stays, anything else becomes the text of an event, so that
 * the log can be read by machines alone.
 */
export function logLine(process: string, line: string, now: Date): string {
  if (line.startsWith("{") && line.endsWith("}")) return line;
  const level = /error|exception/i.test(line) ? "error" : "info";
  return JSON.stringify({
    level,
    time: now.toISOString(),
    process,
    event: "process.said",
    text: logText(line),
  });
}
