import { type ChildProcess, fork } from "node:child_process";
import http from "node:http";
import net from "node:net";
import type { BenchWorld } from "./data-server.ts";
import { percentile } from "./figures.ts";

/** Measures documents over real HTTP on SQLite, with all limits on: inserts, lists, and delay to open streams. */
const writers = 16;
const secondsEach = 4;
/** Of the first app's streams so many are listened to; the others are only read. */
const sampledMax = 20;
const agent = new http.Agent({ keepAlive: true, maxSockets: 64 });

interface Usage {
  cpuMicroseconds: NodeJS.CpuUsage;
  rssBytes: number;
}

async function main(): Promise<void> {
  const server = fork(new URL("./data-server.ts", import.meta.url), {
    execArgv: process.execArgv,
    stdio: ["ignore", "inherit", "inherit", "ipc"],
  });
  const world = await once<BenchWorld>(server);
  try {
    await measureInserts(world, server);
    await measureLists(world, server);
    await measureFanOut(world, server, { count: 1, apps: 1, perSecond: 50 });
    await measureFanOut(world, server, { count: 500, apps: 25, perSecond: 200 });
    // Beyond what is promised: everyone looks at one app.
    await measureFanOut(world, server, { count: 500, apps: 1, perSecond: 20 });
  } finally {
    server.disconnect();
  }
}

async function measureInserts({ port, alone }: BenchWorld, server: ChildProcess): Promise<void> {
  await load(`inserts, ${writers} writers`, server, (n) => {
    const { cookie, data } = alone[n % alone.length] ?? missing();
    const fields = { name: "Acme", status: "new", score: 3, notes: "x".repeat(200) };
    return send({
      port,
      cookie,
      method: "POST",
      path: `${data}?side=draft`,
      body: { collection: "leads", data: fields },
    });
  });
}

async function measureLists({ port, alone }: BenchWorld, server: ChildProcess): Promise<void> {
  const people = alone.slice(16);
  for (const { cookie, data } of people) {
    for (let batch = 0; batch < 10; batch++) {
      const operations = Array.from({ length: 100 }, (_, n) => ({
        op: "insert",
        collection: "leads",
        data: { name: `Acme ${n}`, status: "new", score: n, notes: "x".repeat(200) },
      }));
      await send({ port, cookie, method: "POST", path: `${data}/batch?side=draft`, body: { operations } });
    }
  }
  let turn = 0;
  await load("lists of 50 among 1,000", server, () => {
    const { cookie, data } = people[turn++ % people.length] ?? missing();
    return send({ port, cookie, method: "GET", path: `${data}?side=draft&collection=leads&limit=50` });
  });
}

async function measureFanOut(
  { port, together }: BenchWorld,
  server: ChildProcess,
  { count, apps, perSecond }: { count: number; apps: number; perSecond: number },
): Promise<void> {
  const delays: number[] = [];
  const data = together.data.slice(0, apps);
  const readers = together.cookies.slice(1);
  const sockets: net.Socket[] = [];
  let heard = 0;
  for (let n = 0; n < count; n++) {
    // Each person has as many streams as they may, spread over the apps.
    const cookie = readers[n % readers.length] ?? missing();
    const app = (n + Math.floor(n / readers.length)) % apps;
    const note = (text: string) => {
      const now = microseconds();
      for (const [, at] of text.matchAll(/"at":(\d+)/g)) delays.push((now - Number(at)) / 1000);
    };
    const path = `${data[app]}/stream?side=draft`;
    const isSampled = app === 0 && heard < sampledMax;
    if (isSampled) heard += 1;
    sockets.push(await openStream({ port, cookie, path }, isSampled ? note : null));
  }
  await pause(500);
  const before = await ask(server);
  const startedAt = performance.now();
  const total = perSecond * secondsEach;
  const writes: Promise<number>[] = [];
  while (writes.length < total) {
    const due = Math.min(total, Math.floor(((performance.now() - startedAt) / 1000) * perSecond));
    while (writes.length < due) {
      const body = { collection: "ticks", data: { at: microseconds(), notes: "x".repeat(200) } };
      const cookie = together.cookies[0] ?? missing();
      const path = `${data[writes.length % apps]}?side=draft`;
      writes.push(send({ port, cookie, method: "POST", path, body }));
    }
    await pause(1);
  }
  await Promise.all(writes);
  const seconds = (performance.now() - startedAt) / 1000;
  await pause(500);
  const after = await ask(server);
  for (const socket of sockets) socket.destroy();
  const cpu = `server ${Math.round(busyMicroseconds(before, after) / 1e4 / seconds)} % of a core, ${Math.round(after.rssBytes / 2 ** 20)} MB`;
  report(
    `request to event, ${count} streams on ${apps} apps, ${perSecond} changes/s, ${cpu}`,
    delays,
    seconds,
  );
  const expected = Math.ceil(total / apps) * heard;
  if (delays.length !== expected) throw new Error(`${delays.length} of ${expected} expected events arrived.`);
}

/** Keeps as many requests going as there are writers, and reports. */
async function load(
  what: string,
  server: ChildProcess,
  request: (n: number) => Promise<number>,
): Promise<void> {
  const delays: number[] = [];
  const before = await ask(server);
  const startedAt = performance.now();
  await Promise.all(
    Array.from({ length: writers }, async (_, n) => {
      while (performance.now() < startedAt + secondsEach * 1000) delays.push(await request(n));
    }),
  );
  const seconds = (performance.now() - startedAt) / 1000;
  const each = Math.round(busyMicroseconds(before, await ask(server)) / delays.length);
  report(`${what}, server ${each} µs of CPU each`, delays, seconds);
}

function busyMicroseconds(before: Usage, after: Usage): number {
  const total = ({ cpuMicroseconds: { user, system } }: Usage) => user + system;
  return total(after) - total(before);
}

interface Request {
  port: number;
  cookie: string;
  method: string;
  path: string;
  body?: unknown;
}

/** Sends one request; answers its milliseconds. @throws when it is refused */
function send({ port, cookie, method, path, body }: Request): Promise<number> {
  const startedAt = performance.now();
  const origin = `http://127.0.0.1:${port}`;
  const headers = { cookie: `second_session=${cookie}`, origin, "content-type": "application/json" };
  return new Promise((resolve, reject) => {
    const request = http.request({ port, host: "127.0.0.1", method, path, agent, headers }, (response) => {
      let text = "";
      response.setEncoding("utf8").on("data", (piece) => {
        text += piece;
      });
      response.on("end", () => {
        if ((response.statusCode ?? 500) < 300) resolve(performance.now() - startedAt);
        else reject(new Error(`${method} ${path}: ${response.statusCode} ${text.slice(0, 300)}`));
      });
    });
    request.on("error", reject);
    request.end(body === undefined ? undefined : JSON.stringify(body));
  });
}

/** Opens an event stream on a bare socket, so that reading costs the measuring process little. */
function openStream(
  { port, cookie, path }: { port: number; cookie: string; path: string },
  note: ((text: string) => void) | null,
): Promise<net.Socket> {
  return new Promise((resolve, reject) => {
    const socket = net.connect(port, "127.0.0.1");
    socket.on("error", reject);
    socket.write(
      `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nCookie: second_session=${cookie}\r\n\r\n`,
    );
    socket.once("data", (first) => {
      if (!first.includes("200 OK")) reject(new Error(first.toString()));
      socket.on("data", (piece) => note?.(piece.toString("latin1")));
      resolve(socket);
    });
  });
}

function report(what: string, delays: number[], seconds: number): void {
  const at = (share: number) => percentile(delays, share).toFixed(1);
  process.stdout.write(
    `${what}: ${Math.round(delays.length / seconds)}/s, p50 ${at(0.5)} ms, p95 ${at(0.95)} ms\n`,
  );
}

function once<T>(child: ChildProcess): Promise<T> {
  return new Promise((resolve, reject) => {
    child.once("message", (message) => resolve(message as T)); // both ends are ours
    child.once("exit", (code) => reject(new Error(`The server ended with ${code}.`)));
  });
}

function ask(server: ChildProcess): Promise<Usage> {
  const answer = once<Usage>(server);
  server.send("cpu");
  return answer;
}

const microseconds = () => Number(process.hrtime.bigint() / 1000n);
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
function missing(): never {
  throw new Error("The server prepared too few people.");
}

await main();
