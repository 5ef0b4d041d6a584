import { chmod, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { npmInstall } from "./npm-install.ts";

it("[DEP-2] ends an install whose npm is gone and left someone who holds its output", async () => {
  const directory = await mkdtemp(join(tmpdir(), "second-npm-"));
  await writeFile(join(directory, "npm"), "#!/bin/sh\nsetsid sleep 60 &\necho $! > left\nexit 1\n");
  await chmod(join(directory, "npm"), 0o755);
  const environment = { PATH: `${directory}:/usr/local/bin:/usr/bin:/bin` };
  await expect(npmInstall({ directory, declared: [], environment, timeoutMs: 300 })).rejects.toMatchObject({
    code: "build.dependencies_unavailable",
  });
  process.kill(Number(await readFile(join(directory, "left"), "utf8")), "SIGKILL");
  await rm(directory, { recursive: true });
});
