import { spawn } from "node:child_process";
import { once } from "node:events";
import { type AddressInfo, createServer, type Server } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { choosePort, isPortFree } from "./ports.ts";

const host = "127.0.0.1";
const askedWith = "--port or WEB_PORT";
const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

/** A server on a port that nothing else uses. */
async function busyPort(): Promise<number> {
  const server = createServer().listen({ port: 0, host });
  servers.push(server);
  await once(server, "listening");
  return (server.address() as AddressInfo).port; // listens on TCP
}

describe("choosePort", () => {
  it("[OPS-2] takes the next free port when none was asked for", async () => {
    const busy = await busyPort();
    const port = await choosePort({ asked: null, from: busy, host, askedWith });
    expect(port).toBeGreaterThan(busy);
    expect(await isPortFree(port, host)).toBe(true);
  });

  it("[OPS-2] takes the port that was asked for", async () => {
    const asked = await busyPort();
    servers.pop()?.close();
    expect(await choosePort({ asked, from: 1, host, askedWith })).toBe(asked);
  });

  it("[OPS-2] names the user of a busy port that was asked for", async () => {
    const asked = await busyPort();
    const process = `(process ${globalThis.process.pid})`;
    const user = globalThis.process.platform === "linux" ? process : "is in use";
    const choice = choosePort({ asked, from: 1, host, askedWith });
    await expect(choice).rejects.toThrow(`Port ${asked} is in use`);
    await expect(choice).rejects.toThrow(user);
    await expect(choice).rejects.toThrow("choose another with --port or WEB_PORT");
  });

  it("[OPS-4] gives two starts at the same moment different ports", async () => {
    const from = await busyPort();
    const mine = await choosePort({ asked: null, from, host, askedWith });
    const again = await choosePort({ asked: null, from, host, askedWith });
    expect(again).not.toBe(mine);
    const script = `import(${JSON.stringify(new URL("./ports.ts", import.meta.url).href)}).then(async ({ choosePort }) =>
      process.stdout.write(String(await choosePort({ asked: null, from: ${from}, host: "${host}", askedWith: "" }))))`;
    const child = spawn(process.execPath, ["--import", import.meta.resolve("tsx"), "-e", script]);
    let theirs = "";
    child.stdout.on("data", (text) => {
      theirs += text;
    });
    await once(child, "close");
    expect(Number(theirs)).toBeGreaterThan(from);
    expect([mine, again]).not.toContain(Number(theirs));
  });

  it("says so when the machine has no such address", async () => {
    await expect(choosePort({ asked: null, from: 40_000, host: "192.0.2.1", askedWith })).rejects.toThrow(
      "This machine has no address 192.0.2.1. Choose another with --host or SECOND_HOST.",
    );
  });
});
