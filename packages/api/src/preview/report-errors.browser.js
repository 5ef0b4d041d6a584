// Runs in every app's frame after the bootstrap and before the app: tells the host what went wrong and what the app
// writes to its console. The app itself notices no difference.
(() => {
  const base = document.currentScript.dataset.base;
  const { console: own } = window;
  const perSecond = 30;
  const route = () => (location.pathname + location.search + location.hash).slice(0, 2048);
  const tell = (message) => parent.postMessage({ source: "second-app", ...message }, "*");
  const cut = (text, max) => (text.length > max ? `${text.slice(0, max - 1)}…` : text);
  const withoutBase = (text) => text.replaceAll(base, "");

  function describe(value) {
    if (typeof value === "string") return value;
    if (value instanceof Error) return value.stack || `${value.name}: ${value.message}`;
    if (value instanceof Element) return `<${value.tagName.toLowerCase()}>`;
    if (typeof value !== "object" || value === null)
      return typeof value === "function" ? `function ${value.name}` : String(value);
    let left = 500;
    const seen = new WeakSet();
    return JSON.stringify(value, (_, part) => {
      left -= 1;
      if (left < 0) return undefined;
      if (typeof part === "bigint") return `${part}n`;
      if (typeof part === "function") return `function ${part.name}`;
      if (part instanceof Error) return `${part.name}: ${part.message}`;
      if (part instanceof Element) return `<${part.tagName.toLowerCase()}>`;
      if (typeof part !== "object" || part === null) return part;
      if (seen.has(part)) return "(seen above)";
      seen.add(part);
      return part;
    });
  }

  /** What a console shows for its arguments. */
  function textOf(values) {
    const [first, ...rest] = values;
    const isPattern = typeof first === "string" && rest.length > 0;
    const head = isPattern
      ? first.replace(/%[sdifoOjc%]/g, (sign) => {
          if (sign === "%%") return "%";
          if (rest.length === 0) return sign;
          const value = rest.shift();
          return sign === "%c" ? "" : describe(value);
        })
      : values.length > 0
        ? describe(first)
        : "";
    return [head, ...rest.map(describe)].join(" ");
  }

  // An error that is caught, reported again or logged is one error.
  const known = new WeakSet();
  function tellError(thrown, fallback) {
    if (thrown instanceof Error) {
      if (known.has(thrown)) return;
      known.add(thrown);
    }
    const { name, message, stack } = thrown instanceof Error ? thrown : fallback;
    tell({
      type: "second:preview:error",
      kind: cut(String(name), 80),
      message: cut(withoutBase(String(message)), 4000),
      ...(stack ? { stack: cut(withoutBase(String(stack)), 8000) } : {}),
      route: route(),
    });
  }

  let budget = perSecond;
  let skipped = 0;
  setInterval(() => {
    budget = perSecond;
    if (skipped === 0) return;
    const text = `${skipped} more messages came too fast to be shown.`;
    skipped = 0;
    tell({ type: "second:preview:console", level: "warn", text });
  }, 1000);

  function tellConsole(level, values) {
    // What an error boundary of React logs, or the app itself.
    if (level === "error" && values[0] instanceof Error) {
      tellError(values[0]);
      return;
    }
    budget -= 1;
    if (budget < 0) {
      skipped += 1;
      return;
    }
    tell({ type: "second:preview:console", level, text: cut(withoutBase(textOf(values)), 16_000) });
  }

  for (const level of ["log", "info", "warn", "error", "debug"]) {
    const original = own[level].bind(own);
    own[level] = (...values) => {
      original(...values);
      try {
        tellConsole(level, values);
      } catch {
        // A value that cannot be read is the app's own matter; its console works as ever.
      }
    };
  }

  const blocked = new Set();
  document.addEventListener("securitypolicyviolation", ({ blockedURI, effectiveDirective }) => {
    if (blocked.has(blockedURI)) return;
    blocked.add(blockedURI);
    const kind = cut(`blocked:${effectiveDirective}`, 80);
    tell({ type: "second:preview:error", kind, message: cut(blockedURI, 4000), route: route() });
  });

  addEventListener(
    "error",
    (event) => {
      if (event.target instanceof Element) {
        const address = event.target.currentSrc || event.target.src || event.target.href || "";
        const name = withoutBase(String(address));
        // What the policy refused is told as such, a moment later.
        setTimeout(() => {
          if (blocked.has(address)) return;
          const text = `Could not be loaded: ${cut(name, 4000)}`;
          tell({ type: "second:preview:console", level: "warn", text });
        });
        return;
      }
      tellError(event.error, { name: "Error", message: event.message });
    },
    true,
  );
  addEventListener("unhandledrejection", ({ reason }) => {
    // The data SDK tells its own, in words for people.
    if (reason instanceof Error && reason.name === "SecondDataError") return;
    tellError(reason, { name: "Unhandled rejection", message: textOf([reason]) });
  });
})();
