import { spawn } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { Problem } from "@second/contracts";
import { z } from "zod";
import { killQuietly } from "../sandbox/index.ts";
import type { ResolvedTree } from "./plan-installed.ts";

const installMsMax = 120_000;
const outputBytesMax = 256 * 1024;

/** What a package manager may see of the worker's environment: where to find packages, and nothing else. */
export function registryEnvironment(
  environment: Readonly<Record<string, string | undefined>>,
): Record<string, string> {
  const plain = /^(path|home|tmpdir|lang|(https?|no|all)_proxy|node_extra_ca_certs|ssl_cert_(file|dir))$/i;
  const npm =
    /^npm_config_(registry|userconfig|globalconfig|cache|ca|cafile|proxy|https_proxy|noproxy|strict_ssl)$/i;
  const scoped = /^npm_config_(@[^:]+:registry|\/\/.+)$/i;
  return Object.fromEntries(
    Object.entries(environment).flatMap(([name, value]) =>
      value !== undefined && [plain, npm, scoped].some((pattern) => pattern.test(name))
        ? [[name, value]]
        : [],
    ),
  );
}

const flags = [
  ...["install", "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline", "--no-progress"],
  ...["--fetch-retries=2", "--fetch-retry-mintimeout=1000", "--fetch-retry-maxtimeout=3000"],
  ...["--no-update-notifier", "--no-workspaces", "--package-lock", "--include=dev"],
  ...["--json", "--loglevel=error"],
  // Packages of the registry may themselves ask for git repositories and addresses; those are refused as well.
  ...["--allow-git=none", "--allow-remote=none", "--omit-lockfile-registry-resolved"],
];

/**
 * Installs what the `package.json` in `directory` asks for. Lifecycle scripts never run. Returns the resolved tree.
 * Throws `build.dependencies_unavailable` or `build.dependency_refused`, naming the package where npm tells.
 */
export async function npmInstall(options: {
  directory: string;
  declared: readonly string[];
  environment: Readonly<Record<string, string>>;
  timeoutMs?: number;
}): Promise<ResolvedTree> {
  const { directory, declared, environment, timeoutMs = installMsMax } = options;
  const { exitCode, output } = await runNpm(directory, environment, timeoutMs);
  if (exitCode !== 0) throw unavailable(output, declared, timeoutMs);
  return readResolved(directory);
}

async function runNpm(
  directory: string,
  environment: Readonly<Record<string, string>>,
  timeoutMs: number,
): Promise<{ exitCode: number | null; output: string }> {
  const child = spawn("npm", flags, {
    cwd: directory,
    env: environment,
    stdio: ["ignore", "pipe", "ignore"],
    detached: true,
  });
  let output = "";
  child.stdout.on("data", (chunk: Buffer) => {
    if (output.length < outputBytesMax) output += chunk.toString();
  });
  const timer = setTimeout(() => {
    if (child.pid !== undefined) killQuietly(-child.pid);
    // npm may have ended and left someone who holds it.
    child.stdout.destroy();
  }, timeoutMs);
  return new Promise((resolve, reject) => {
    child.on("error", (error) => {
      clearTimeout(timer);
      reject(
        new Problem("build.dependencies_unavailable", { detail: "npm could not be started.", cause: error }),
      );
    });
    child.on("close", (exitCode) => {
      clearTimeout(timer);
      resolve({ exitCode, output });
    });
  });
}

const failureSchema = z.looseObject({
  error: z.looseObject({
    code: z.string().nullish(),
    summary: z.string().nullish(),
    detail: z.string().nullish(),
  }),
});

const unreachable =
  /^(ECONN|ENOTFOUND|EAI_|ETIMEDOUT|EHOST|ENET|ERR_SOCKET|UND_|CERT_|SELF_SIGNED|UNABLE_TO|E5\d\d)/;

/** What npm says, in our words: its own may name hosts and folders. */
function unavailable(output: string, declared: readonly string[], timeoutMs: number): Problem {
  const failure = parseFailure(output);
  if (failure === null) {
    return problem("", `Installing took longer than ${timeoutMs / 1000} s and was ended`);
  }
  const text = `${failure.summary}\n${failure.detail}`;
  const name = packageIn(text, declared);
  const which = name === "" ? "A package" : name;
  if (/ENOSPC|EDQUOT/.test(failure.code)) return new Problem("system.disk_full");
  if (/^EALLOW/.test(failure.code)) {
    return new Problem("build.dependency_refused", {
      detail: `${which} is not fetched from the registry. Only versions of the registry are accepted.`,
      extra: { package: name },
    });
  }
  if (failure.code === "E404") return problem(name, `${which} does not exist in the registry`);
  if (failure.code === "ETARGET") return problem(name, `${which} has no such version in the registry`);
  if (failure.code === "ERESOLVE") {
    return problem(name, `${which} does not go together with the versions of other packages in package.json`);
  }
  if (unreachable.test(failure.code)) return problem(name, `The registry could not be reached for ${which}`);
  return problem(name, `${which} could not be installed (${failure.code})`);
}

const problem = (name: string, detail: string): Problem =>
  new Problem("build.dependencies_unavailable", { detail: `${detail}.`, extra: { package: name } });

function parseFailure(output: string): { code: string; summary: string; detail: string } | null {
  try {
    const { error } = failureSchema.parse(JSON.parse(output));
    return { code: error.code ?? "unknown", summary: error.summary ?? "", detail: error.detail ?? "" };
  } catch {
    return null;
  }
}

/** The package a message is about: one it names with a version, else a declared one that it mentions, else "". */
function packageIn(text: string, declared: readonly string[]): string {
  const plain = text.replaceAll(/%2f/gi, "/");
  const named = /((?:@[a-z0-9~._-]+\/)?[a-z0-9~][a-z0-9~._-]*)@[\w^~<>=*.-]+/.exec(plain)?.[1];
  if (named !== undefined) return named;
  const mentioned = declared.filter((name) => plain.includes(`/${name}`) || plain.includes(`${name} `));
  return mentioned.sort((a, b) => b.length - a.length)[0] ?? "";
}

const lockSchema = z.looseObject({
  packages: z.record(
    z.string(),
    z.looseObject({ version: z.string().optional(), resolved: z.string().optional() }),
  ),
});
type Locked = z.infer<typeof lockSchema>["packages"];

async function readResolved(directory: string): Promise<ResolvedTree> {
  const read = async (file: string): Promise<Locked> =>
    lockSchema.parse(JSON.parse(await readFile(join(directory, file), "utf8"))).packages;
  // The lock file names a source only where it is not the registry; the hidden one lists what is really installed.
  for (const [place, { resolved }] of Object.entries(await read("package-lock.json"))) {
    if (resolved === undefined) continue;
    const name = place.slice(place.lastIndexOf("node_modules/") + "node_modules/".length);
    throw new Problem("build.dependency_refused", {
      detail: `${name} is not fetched from the registry. Only versions of the registry are accepted.`,
      extra: { package: name },
    });
  }
  const installed = Object.entries(await read("node_modules/.package-lock.json"));
  return Object.fromEntries(installed.map(([place, { version }]) => [place, version ?? ""]));
}
