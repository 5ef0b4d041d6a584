import { type Browser, expect, type Page, type Response, test } from "@playwright/test";
import type { InvitationLinkView } from "@second/contracts";
import { appFrame } from "./support/people.ts";
import { quickStart } from "./support/quick-start.ts";
import { built } from "./support/scenes.ts";
import { type ScriptedProduct, startScriptedProduct } from "./support/scripted-product.ts";

let product: ScriptedProduct;
test.beforeAll(async () => {
  product = await startScriptedProduct();
});
test.afterAll(() => product?.stop());

interface Watched {
  page: Page;
  /** Headers that were missing or wrong, policy violations and errors of the console, with the page they are of. */
  faults: string[];
  /** Kinds of answers that were looked at. */
  seen: Set<Kind>;
  /** Opens a page, waits for what it shows, and looks at the answer. */
  visit(path: string, status: number, shows: string | RegExp): Promise<void>;
}

type Kind = "page" | "asset" | "api" | "preview" | "preview file";

const settleMs = 300;
const nothing = /^$/;
const closed = "camera=(), microphone=(), geolocation=(), payment=()";

const shellHeaders = {
  "x-content-type-options": /^nosniff$/,
  "referrer-policy": /^same-origin$/,
  "cross-origin-opener-policy": /^same-origin$/,
  "cross-origin-resource-policy": /^same-origin$/,
  // Only under HTTPS, which a browser would hold against the whole host.
  "strict-transport-security": nothing,
};
const previewHeaders = {
  "x-content-type-options": /^nosniff$/,
  "referrer-policy": /^no-referrer$/,
  "access-control-allow-origin": /^\*$/,
  "set-cookie": nothing,
};

function expected(kind: Kind): Record<string, RegExp> {
  switch (kind) {
    case "page":
      return { ...shellHeaders, "cache-control": /no-store/ };
    case "asset":
      return { ...shellHeaders, "cache-control": /immutable/ };
    case "api":
      return { "x-content-type-options": /^nosniff$/, "cache-control": /no-store/, "x-request-id": /^\w+$/ };
    case "preview":
      return previewHeaders;
    case "preview file":
      return { ...previewHeaders, "content-security-policy": /^sandbox; default-src 'none'$/ };
  }
}

/** The page's policy, word by word; the nonce is new for each answer. */
function pagePolicy(nonce: string): string {
  return [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'`,
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "connect-src 'self'",
    `frame-src ${product.url}/preview/`,
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join("; ");
}

function previewPolicy(prefix: string, hashes: string): string {
  return [
    "sandbox allow-scripts allow-forms allow-modals allow-downloads",
    "default-src 'none'",
    `script-src ${prefix} ${hashes}`,
    `style-src ${prefix} 'unsafe-inline'`,
    `img-src ${prefix} data: blob:`,
    `font-src ${prefix} data:`,
    `media-src ${prefix} data: blob:`,
    "connect-src 'none'",
    "form-action 'none'",
    "base-uri 'none'",
    `frame-ancestors ${product.url}`,
  ].join("; ");
}

function kindOf(response: Response): Kind | null {
  const { pathname, origin } = new URL(response.url());
  const isDocument = response.request().resourceType() === "document";
  if (origin !== product.url || response.status() === 304) return null;
  // What has no page of its own is answered with a problem, wherever it was looked for.
  const isProblem = response.headers()["content-type"] === "application/problem+json";
  if (pathname.startsWith("/api/") || isProblem) return "api";
  if (pathname.startsWith("/preview/")) return isDocument ? "preview" : "preview file";
  if (pathname.startsWith("/_next/static/")) return "asset";
  return "page";
}

/** A browser whose every answer of the product is looked at. */
async function watched(browser: Browser): Promise<Watched> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  const faults: string[] = [];
  const seen = new Set<Kind>();
  const nonces = new Set<string>();
  const checks: Promise<void>[] = [];
  /** The answer whose status a test expects; the console names it an error. */
  let refused: string | null = null;

  async function check(response: Response): Promise<void> {
    const kind = kindOf(response);
    if (!kind) return;
    seen.add(kind);
    const headers = await response.allHeaders();
    const { pathname } = new URL(response.url());
    const fault = (text: string) => faults.push(`${kind} ${response.status()} ${pathname}: ${text}`);
    for (const [name, pattern] of Object.entries(expected(kind)))
      if (!pattern.test(headers[name] ?? "")) fault(`${name}: ${headers[name]}`);
    if (kind !== "api" && headers["permissions-policy"] !== closed)
      fault(`permissions-policy: ${headers["permissions-policy"]}`);
    if (headers["x-powered-by"] ?? headers.server) fault("names its software");
    const policy = headers["content-security-policy"] ?? "";
    if (kind === "page") {
      const nonce = /'nonce-([\w+/=]{20,})'/.exec(policy)?.[1] ?? "none";
      if (policy !== pagePolicy(nonce)) fault(`content-security-policy: ${policy}`);
      if (nonces.has(nonce)) fault("a nonce was used before");
      nonces.add(nonce);
    }
    if (kind === "preview") {
      const hashes = /script-src \S+ ((?:'sha256-[\w+/=]{44}' ?)+);/.exec(policy)?.[1] ?? "none";
      const prefix = response.url().split("?")[0] ?? "";
      if (policy !== previewPolicy(prefix, hashes)) fault(`content-security-policy: ${policy}`);
    }
  }

  page.on("response", (response) => checks.push(check(response)));
  page.on("pageerror", (error) => faults.push(`${page.url()}: ${error.message}`));
  page.on("console", (message) => {
    const { url } = message.location();
    // Browsers ask for an icon wherever a document has not named one yet.
    const isExpected =
      (url === refused || url.endsWith("/favicon.ico")) &&
      message.text().startsWith("Failed to load resource");
    if (message.type() === "error" && !isExpected) faults.push(`${page.url()}: ${message.text()} ${url}`);
  });
  await page.exposeFunction("reportViolation", (text: string) => faults.push(`${page.url()}: ${text}`));
  await page.addInitScript(() => {
    // Violations that the console keeps to itself.
    const { reportViolation } = window as unknown as { reportViolation(text: string): void };
    document.addEventListener("securitypolicyviolation", ({ effectiveDirective, blockedURI }) =>
      reportViolation(`violates ${effectiveDirective}: ${blockedURI}`),
    );
  });
  return {
    page,
    faults,
    seen,
    visit: async (path, status, shows) => {
      const url = new URL(path, product.url).href;
      refused = status < 400 ? null : url;
      const response = await page.goto(url);
      expect([path, response?.status()]).toEqual([path, status]);
      await expect(page.getByText(shows).first()).toBeVisible();
      // What the page does once it has come alive is looked at too.
      await page.waitForLoadState("load");
      await page.waitForTimeout(settleMs);
      await Promise.all(checks);
    },
  };
}

test("[OPS-53] every page has its headers and keeps its policy, signed out", async ({ browser }) => {
  const { page, faults, seen, visit } = await watched(browser);
  for (const path of [
    "/",
    "/onboarding",
    "/onboarding/identity",
    "/w/acme",
    "/w/acme/settings/members",
    "/workspaces/new",
  ])
    await visit(path, 200, "Your name");
  await visit("/invite/unknown", 200, "This invitation can no longer be used");
  await visit("/onboarding/nowhere", 404, "There is nothing here");
  await visit("/nowhere", 404, "There is nothing here");
  expect(faults).toEqual([]);
  await visit("/api/auth/session", 200, "missing_identity");
  await visit("/api/workspaces", 401, "identity.required");
  await visit("/api/nowhere", 404, "resource.not_found");
  await visit("/preview/forged/", 404, "resource.not_found");
  expect(faults).toEqual([]);
  expect(seen).toEqual(new Set(["page", "asset", "api"]));
  await page.context().close();
});

test("[OPS-53] every step of onboarding has its headers and keeps its policy", async ({ browser }) => {
  const { page, faults, seen, visit } = await watched(browser);
  await page.goto(product.url);
  await page.getByLabel("Your name").fill("Alan Osei");
  await page.getByLabel("Email").fill("alan@example.com");
  await page.getByRole("button", { name: "Continue" }).click();
  await expect(page.getByLabel("Name of the workspace")).toBeVisible();
  await visit("/onboarding/workspace", 200, "Name of the workspace");
  await visit("/w/anything", 200, "Name of the workspace");
  await page.getByLabel("Name of the workspace").fill("Alder Freight");
  await page.getByRole("button", { name: "Create workspace" }).click();
  await expect(page.getByRole("button", { name: /finish/i })).toBeVisible();
  await visit("/onboarding/provider", 200, "The agent that builds");
  await page.getByRole("button", { name: /finish/i }).click();
  await expect(page.getByLabel("Describe the app you need")).toBeVisible();
  expect(faults).toEqual([]);
  expect(seen).toEqual(new Set(["page", "asset", "api"]));
  await page.context().close();
});

test("[OPS-53] [PRE-2] [PRE-3] every page has its headers and keeps its policy, signed in", async ({
  browser,
}) => {
  const { page, faults, seen, visit } = await watched(browser);
  const ada = await quickStart(page.context(), product.url, {
    name: "Ada Moreno",
    email: "ada@example.com",
    workspace: "Harbour Works",
  });
  const home = `/w/${ada.slug}`;
  const { link, id } = await ada.call<InvitationLinkView>(
    "POST",
    `/api/workspaces/${ada.workspaceId}/invitations`,
    { email: "grace@example.com", role: "member" },
  );

  await visit("/", 200, /by hand\?|should we build\?/);
  await visit(home, 200, /by hand\?|should we build\?/);
  await visit(`${home}/apps`, 200, "No apps yet");
  await visit(`${home}/settings`, 200, "Address");
  for (const section of ["General", "Members", "Devices"])
    await visit(`${home}/settings/${section.toLowerCase()}`, 200, section);
  await visit("/workspaces/new", 200, "New workspace");

  product.worker.next(built("Vendor renewals"));
  const app = await ada.createApp("Track vendor renewals");
  const path = new URL(app.page).pathname;
  await visit(path, 200, "Version 1 built");
  await expect((await appFrame(page)).getByRole("heading", { level: 1 })).toHaveText("Vendor renewals");
  await page.getByRole("tab", { name: "Versions" }).click();
  await expect(page.getByRole("list", { name: "Versions" })).toBeVisible();
  await visit(`${path}/open`, 200, "Vendor renewals");
  await expect((await appFrame(page)).getByRole("heading", { level: 1 })).toHaveText("Vendor renewals");
  await visit(`${home}/apps`, 200, "Track vendor renewals");

  await visit(new URL(link).pathname, 200, "Harbour Works");
  await ada.call("DELETE", `/api/workspaces/${ada.workspaceId}/invitations/${id}`);
  await visit(new URL(link).pathname, 200, "This invitation can no longer be used");
  await visit("/w/nowhere", 404, "There is nothing here");
  await visit(`${home}/apps/app_unknown`, 200, /nothing here|not found/i);
  await visit(`${home}/nowhere`, 404, "There is nothing here");
  expect(faults).toEqual([]);
  expect(seen).toEqual(new Set(["page", "asset", "api", "preview"]));
  await page.context().close();
});
