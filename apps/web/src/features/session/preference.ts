const yearSeconds = 31_536_000;

/** Keeps a preference of this browser where the server can read it while rendering. Grants nothing. */
export function rememberPreference(name: string, value: string): void {
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is missing in Safari 17
  document.cookie = `${name}=${encodeURIComponent(value)}; Path=/; Max-Age=${yearSeconds}; SameSite=Lax`;
}

/** The workspace a person was in last: where `/` leads. */
export const workspaceCookie = "second_workspace";
/** Width in pixels of the sidebar, or `collapsed`. */
export const sidebarCookie = "second_sidebar";
