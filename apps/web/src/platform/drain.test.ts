import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { connect } from "node:net";
import { afterEach, describe, expect, it } from "vitest";

const children: ChildProcess[] = [];
afterEach(() => {
  for (const child of children.splice(0)) child.kill("SIGKILL");
});

/** A server that answers `/slow` after a moment and tells each step of its end. */
async function startServer(options: { patienceMs?: number; release?: string } = {}) {
  const script = `
    import { createServer } from "node:http";
    import { drainOnSignal } from ${JSON.stringify(new URL("./drain.ts", import.meta.url).href)};
    const say = (word) => process.stdout.write(word + "\\n");
    let isOpen = true;
    const server = createServer((request, response) => {
      if (request.url === "/stream") return response.writeHead(200).write("open");
      say("asked");
      setTimeout(() => response.end(isOpen ? "answered" : "store closed"), 150);
    });
    drainOnSignal({
      server,
      api: {
        release: async () => { say("released"); ${options.release ?? ""} },
        close: async () => { isOpen = false; say("closed"); },
      },
      patienceMs: ${options.patienceMs ?? 20_000},
      isSupervised: true,
    });
    server.listen(0, "127.0.0.1", () => say("port " + server.address().port));`;
  const args = ["--import", import.meta.resolve("tsx"), "--input-type=module", "-e", script];
  const child = spawn(process.execPath, args, { stdio: ["pipe", "pipe", "pipe"] });
  children.push(child);
  let output = "";
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding("utf8").on("data", (text: string) => {
      output += text;
    });
  const said = (word: string) => expect.poll(() => output, { timeout: 15_000 }).toContain(word);
  await said("port ");
  const port = Number(output.match(/port (\d+)/)?.[1]);
  const ended = once(child, "close").then(([code]) => code as number | null);
  return { child, port, said, output: () => output, ended };
}

describe("drainOnSignal", () => {
  it.each(["SIGTERM", "SIGINT"] as const)(
    "[OPS-6] answers what was asked before %s, and closes the store only then",
    async (signal) => {
      const { child, port, said, output, ended } = await startServer();
      const answer = fetch(`http://127.0.0.1:${port}/slow`);
      await said("asked");
      child.kill(signal);
      child.kill(signal);
      expect(await (await answer).text()).toBe("answered");
      expect(await ended).toBe(0);
      expect(output().match(/released|closed/g)).toEqual(["released", "closed"]);
    },
  );

  it("takes no new connections while it ends", async () => {
    const { child, port, said, ended } = await startServer();
    const answer = fetch(`http://127.0.0.1:${port}/slow`);
    await said("asked");
    child.kill("SIGTERM");
    await said("released");
    await expect(fetch(`http://127.0.0.1:${port}/other`)).rejects.toThrow();
    expect(await (await answer).text()).toBe("answered");
    expect(await ended).toBe(0);
  });

  it("[OPS-6] ends when the process that holds its input is gone", async () => {
    const { child, ended } = await startServer();
    child.stdin?.end();
    expect(await ended).toBe(0);
  });

  it("is not held up by a connection that nothing is asked on", async () => {
    const { child, port, ended } = await startServer();
    const socket = connect(port, "127.0.0.1");
    await once(socket, "connect");
    socket.on("error", () => undefined);
    child.kill("SIGTERM");
    expect(await ended).toBe(0);
  });

  it("ends with 1 when it cannot let go, and when its time is over", async () => {
    const failing = await startServer({ release: 'throw new Error("no lease");' });
    failing.child.kill("SIGTERM");
    expect(await failing.ended).toBe(1);
    expect(failing.output()).toContain("no lease");
    const hanging = await startServer({ release: "await new Promise(() => undefined);", patienceMs: 50 });
    hanging.child.kill("SIGTERM");
    expect(await hanging.ended).toBe(1);
  });
});
