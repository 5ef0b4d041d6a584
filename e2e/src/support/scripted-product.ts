import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { leaveRemains } from "./remains.ts";
import { type ScriptedWorker, startScriptedWorker } from "./scripted-worker.ts";

const program = fileURLToPath(new URL("../../../apps/web/dist/main.js", import.meta.url));
const patienceMs = 30_000;

export interface ScriptedProduct {
  url: string;
  worker: ScriptedWorker;
  /** Breaks every open connection of browsers, as a bad network does. */
  cutConnections(): void;
  /** Ends it and removes its data, but for its remains. */
  stop(): Promise<void>;
}

/** The built web process with its pages, beside a worker whose agents do what a test says. */
export async function startScriptedProduct(): Promise<ScriptedProduct> {
  const dataDirectory = mkdtempSync(join(tmpdir(), "second-states-"));
  const webPort = await freePort();
  const web = `http://127.0.0.1:${webPort}`;
  const [worker, door] = await Promise.all([startScriptedWorker(() => web), openDoor(webPort)]);
  const environment = {
    NODE_ENV: "production",
    NEXT_TELEMETRY_DISABLED: "1",
    SECOND_DATA_DIR: dataDirectory,
    SECOND_HOST: "127.0.0.1",
    SECOND_PUBLIC_URL: door.url,
    SECOND_SESSION_SECRET: "the session secret of a scripted product",
    INTERNAL_API_TOKEN: "the internal token of a scripted product",
    WEB_PORT: String(webPort),
    WORKER_URL: worker.url,
  };
  const child = spawn(process.execPath, ["--enable-source-maps", program], {
    env: { PATH: process.env.PATH, ...environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (text: Buffer) => {
      output += text.toString();
    });
  const ended = new Promise<void>((resolve) => child.once("close", () => resolve()));
  const end = async () => {
    child.kill("SIGTERM");
    door.close();
    await Promise.all([ended, worker.stop()]);
  };
  const forget = () => rmSync(dataDirectory, { recursive: true, force: true });

  const giveUpAt = Date.now() + patienceMs;
  while (!(await isReady(web))) {
    if (child.exitCode !== null || Date.now() > giveUpAt) {
      await end();
      forget();
      throw new Error(`The web process did not start.\n${output}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  const stop = async () => {
    await end();
    await leaveRemains({ dataDirectory, environment, output });
    forget();
  };
  return { url: door.url, worker, cutConnections: door.cut, stop };
}

const isReady = (url: string) =>
  fetch(`${url}/api/ready`).then(
    ({ ok }) => ok,
    () => false,
  );

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo; // it listens on a port, not a pipe
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** What browsers connect to: passes bytes on, and can break all connections at once. */
async function openDoor(port: number): Promise<{ url: string; cut(): void; close(): void }> {
  const sockets = new Set<Socket>();
  const server = createServer((outside) => {
    const inside = connect(port, "127.0.0.1");
    for (const [socket, other] of [
      [outside, inside],
      [inside, outside],
    ] as const) {
      sockets.add(socket);
      socket.on("error", () => other.destroy());
      socket.on("close", () => {
        sockets.delete(socket);
        other.destroy();
      });
      socket.pipe(other);
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const cut = () => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    url: `http://localhost:${(server.address() as AddressInfo).port}`,
    cut,
    close: () => {
      server.close();
      cut();
    },
  };
}
