const openPages = ["/onboarding", "/invite"];

/** Sends a page whose session ended to sign-in, and back here afterwards. */
export function leaveForSignIn(): void {
  const here = location.pathname + location.search;
  if (openPages.some((path) => location.pathname.startsWith(path))) return;
  location.assign(`/onboarding/identity?returnTo=${encodeURIComponent(here)}`);
}
