// Runs first in every app's frame. The frame has an opaque origin: no storage, and the address of the preview.
// This gives routers the in-app path, apps a storage that lives as long as the page, and the host the news it needs.
(() => {
  const here = new URL(location.href);
  const wanted = here.searchParams.get("second-route") || "/";
  const initial = wanted.startsWith("/") && !wanted.startsWith("//") ? wanted : "/";
  history.replaceState(history.state, "", initial);

  const theme = here.searchParams.get("second-theme");
  if (theme === "light" || theme === "dark")
    Object.assign(document.documentElement.dataset, { theme, hostTheme: theme });

  const tell = (message) => parent.postMessage({ source: "second-app", ...message }, "*");
  const route = () => location.pathname + location.search + location.hash;

  class MemoryStorage {
    #items = new Map();
    get length() {
      return this.#items.size;
    }
    key(index) {
      return [...this.#items.keys()][index] ?? null;
    }
    getItem(key) {
      return this.#items.get(String(key)) ?? null;
    }
    setItem(key, value) {
      this.#items.set(String(key), String(value));
    }
    removeItem(key) {
      this.#items.delete(String(key));
    }
    clear() {
      this.#items.clear();
    }
  }
  for (const name of ["localStorage", "sessionStorage"])
    Object.defineProperty(window, name, { configurable: true, value: new MemoryStorage() });

  let told = null;
  const tellRoute = () => {
    const now = route();
    if (now === told) return;
    told = now;
    tell({ type: "second:preview:route", route: now.slice(0, 2048) });
  };
  for (const name of ["pushState", "replaceState"]) {
    const original = history[name].bind(history);
    history[name] = (...values) => {
      original(...values);
      tellRoute();
    };
  }
  addEventListener("popstate", tellRoute);
  addEventListener("hashchange", tellRoute);

  addEventListener("click", (event) => {
    if (event.defaultPrevented || event.button !== 0) return;
    const link = event.target instanceof Element ? event.target.closest("a[href]") : null;
    if (!link) return;
    const address = new URL(link.href, location.href);
    const isInApp = address.origin === here.origin && link.target !== "_blank";
    if (isInApp || address.protocol === "blob:" || address.protocol === "data:") return;
    event.preventDefault();
    tell({ type: "second:preview:open-link", href: address.href.slice(0, 4096) });
  });

  addEventListener("load", () => {
    requestAnimationFrame(() =>
      requestAnimationFrame(() => {
        told = route();
        tell({ type: "second:preview:ready", route: told.slice(0, 2048) });
      }),
    );
  });
})();
