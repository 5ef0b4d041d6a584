import { createServer } from "node:net";

function isFree(port: number, host: string): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(false));
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(true)));
  });
}

/** `asked` must be free; otherwise the first free port from `from` on, `taken` left out. @throws naming the port's user */
export async function choosePort(input: {
  asked: number | null;
  from: number;
  host: string;
  taken?: number;
}): Promise<number> {
  if (input.asked !== null) {
    if (await isFree(input.asked, input.host)) return input.asked;
    throw new Error(
      `Port ${input.asked} is in use${await userOf(input.asked)}. End that, or choose another with --port.`,
    );
  }
  for (let port = input.from; port < input.from + 200; port += 1)
    if (port !== input.taken && (await isFree(port, input.host))) return port;
  throw new Error(`No free port from ${input.from} to ${input.from + 199}.`);
}

/** Who listens on a port, as far as Linux tells; empty elsewhere. */
async function userOf(port: number): Promise<string> {
  const { readdirSync, readFileSync, readlinkSync } = await import("node:fs");
  try {
    const hex = port.toString(16).toUpperCase().padStart(4, "0");
    const rows = ["/proc/net/tcp", "/proc/net/tcp6"].flatMap((file) =>
      readFileSync(file, "utf8").split("\n"),
    );
    const row = rows
      .map((line) => line.trim().split(/\s+/))
      .find((cells) => cells[1]?.endsWith(`:${hex}`) && cells[3] === "0A");
    const socket = `socket:[${row?.[9]}]`;
    for (const pid of readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
      try {
        if (readdirSync(`/proc/${pid}/fd`).some((fd) => readlinkSync(`/proc/${pid}/fd/${fd}`) === socket))
          return ` by ${readFileSync(`/proc/${pid}/comm`, "utf8").trim()} (process ${pid})`;
      } catch {
        // Another user's process: not ours to read.
      }
    }
  } catch {
    // No /proc here.
  }
  return "";
}
