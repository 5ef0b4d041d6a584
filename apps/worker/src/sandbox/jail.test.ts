import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { createSandbox, type Sandbox, type SpawnLimits } from "./index.ts";

const folders: string[] = [];
const folder = () => {
  const path = mkdtempSync(join(tmpdir(), "second-jail-"));
  folders.push(path);
  return path;
};
afterAll(() => {
  for (const path of folders) rmSync(path, { recursive: true, force: true });
});

const searchPath = "/usr/local/bin:/usr/bin:/bin";
const limits: SpawnLimits = { residentBytesMax: 1024 ** 3, processesMax: 64, durationMsMax: 20_000 };

async function run(
  sandbox: Sandbox,
  script: string,
  more: { limits?: SpawnLimits; workspacePath?: string } = {},
) {
  const workspacePath = more.workspacePath ?? folder();
  const process = sandbox.spawn({
    command: "/bin/sh",
    args: ["-c", script],
    env: { PATH: "/usr/local/bin:/usr/bin:/bin", GREETING: "hello" },
    mounts: { readOnly: [], writable: [] },
    workspacePath,
    network: "none",
    limits: more.limits ?? limits,
  });
  let output = "";
  process.stdout.on("data", (chunk) => {
    output += chunk;
  });
  process.stderr.resume();
  process.stdin.end();
  return { end: await process.ended, output, workspacePath };
}

describe("a jail of bubblewrap", async () => {
  const sandbox = await createSandbox({ mode: "auto", searchPath });

  it("[SBX-3] is what this machine gets, and reports it", () => {
    expect(sandbox.report()).toEqual({ kind: "bwrap", reason: null });
    expect(sandbox.isolates).toBe(true);
  });

  it("[SBX-3] shows only the system, read-only, and its own workspace, writable", async () => {
    const outside = folder();
    writeFileSync(join(outside, "secret.txt"), "other app");
    const { output, workspacePath } = await run(
      sandbox,
      `pwd; id -u; echo made > made.txt; touch /usr/x 2>/dev/null || echo read-only; ls ${outside} 2>/dev/null || echo unseen; ls /`,
    );
    const [cwd, uid, ...rest] = output.trim().split("\n");
    expect(cwd).toBe("/workspace");
    expect(uid).toBe("1000");
    expect(rest.slice(0, 2)).toEqual(["read-only", "unseen"]);
    expect(rest).not.toContain("root");
    expect(rest).not.toContain("work");
    expect(readFileSync(join(workspacePath, "made.txt"), "utf8")).toBe("made\n");
  });

  it("[SBX-1] passes the named environment and nothing else", async () => {
    const { output } = await run(sandbox, "env | sort");
    const names = output
      .trim()
      .split("\n")
      .map((line) => line.split("=")[0]);
    expect(names.filter((name) => !["_", "SHLVL", "OLDPWD"].includes(name ?? ""))).toEqual([
      "GREETING",
      "PATH",
      "PWD",
    ]);
  });

  it("[SBX-3] has no network and a process namespace of its own", async () => {
    const { output } = await run(
      sandbox,
      "ls /sys/class/net 2>/dev/null; cut -d: -f1 /proc/net/dev | tail -n +3 | tr -d ' '; ls /proc | grep -c '^[0-9]'",
    );
    const [device, processes] = output.trim().split("\n");
    expect(device).toBe("lo");
    expect(Number(processes)).toBeLessThan(8);
  });

  it("[SBX-3] ends what holds too much memory", async () => {
    const { end } = await run(
      sandbox,
      "node -e 'const a=[];setInterval(()=>a.push(Buffer.alloc(3e7,1)),20)'",
      {
        limits: { ...limits, residentBytesMax: 150 * 1024 ** 2 },
      },
    );
    expect(end.breach).toBe("memory");
  });

  it("[SBX-3] ends what starts too many processes", async () => {
    const { end } = await run(sandbox, "for i in 1 2 3 4 5 6 7 8 9; do sleep 30 & done; wait", {
      limits: { ...limits, processesMax: 8 },
    });
    expect(end.breach).toBe("processes");
  });

  it("[SBX-3] ends what takes too long, and a command that does without its parent", async () => {
    const whole = await run(sandbox, "sleep 30", { limits: { ...limits, durationMsMax: 300 } });
    expect(whole.end.breach).toBe("duration");
    const command = await run(sandbox, "sleep 30; echo went on", {
      limits: { ...limits, commandMsMax: 300 },
    });
    expect(command.end).toMatchObject({ exitCode: 0, breach: null });
    expect(command.output).toBe("went on\n");
  });
});

describe("without bubblewrap", async () => {
  const sandbox = await createSandbox({ mode: "auto", searchPath: "/nowhere" });

  it("[SBX-4] says what is missing and runs plainly with a clean environment", async () => {
    expect(sandbox.report()).toEqual({ kind: "none", reason: expect.stringContaining("not installed") });
    const { output, workspacePath } = await run(sandbox, "pwd; env | grep -c HOME");
    expect(output).toBe(`${workspacePath}\n0\n`);
  });

  it("[SBX-4] refuses to run when isolation is demanded", async () => {
    const strict = await createSandbox({ mode: "bwrap", searchPath: "/nowhere" });
    expect(strict.report()).toMatchObject({ kind: "missing" });
    await expect(run(strict, "true")).rejects.toMatchObject({ code: "sandbox.missing" });
  });

  it("[SBX-4] reports a container that an operator declared to be the sandbox", async () => {
    const declared = await createSandbox({ mode: "container", searchPath });
    expect(declared.report()).toEqual({ kind: "container", reason: null });
  });

  it("kills everything that a process started", async () => {
    const workspacePath = folder();
    const process = sandbox.spawn({
      command: "/bin/sh",
      args: ["-c", "sleep 60 & echo $!; wait"],
      env: { PATH: searchPath },
      mounts: { readOnly: [], writable: [] },
      workspacePath,
      network: "none",
      limits,
    });
    const child = Number(await new Promise((resolve) => process.stdout.once("data", resolve)));
    process.kill();
    expect(await process.ended).toMatchObject({ signal: "SIGKILL" });
    await expect.poll(() => alive(child)).toBe(false);
  });

  it("kills what a process that ended by itself left behind", async () => {
    const { end, output } = await run(sandbox, "sleep 60 & echo $!");
    expect(end).toMatchObject({ exitCode: 0, signal: null });
    await expect.poll(() => alive(Number(output))).toBe(false);
  });

  it("tells the end of a process although one that left its group holds its streams", async () => {
    const leave = "setsid sh -c 'echo $$ > left; exec sleep 60' &";
    const { end, output } = await run(sandbox, `${leave} until [ -s left ]; do sleep 0.02; done; cat left`);
    expect(end).toMatchObject({ exitCode: 0, signal: null });
    expect(alive(Number(output))).toBe(true);
    process.kill(Number(output), "SIGKILL");
  });

  it("tells when a program cannot be started", async () => {
    const process = sandbox.spawn({
      command: "/nowhere/program",
      args: [],
      env: {},
      mounts: { readOnly: [], writable: [] },
      workspacePath: folder(),
      network: "none",
      limits,
    });
    expect((await process.ended).startError).toMatchObject({ code: "ENOENT" });
  });
});

function alive(pid: number): boolean {
  try {
    return !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, "latin1"));
  } catch {
    return false;
  }
}
