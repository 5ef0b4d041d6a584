/** Sets `data-theme` on the page: the host's choice once it tells one, until then the device's. Returns how to stop. */
export function followTheme(): () => void {
  const device = window.matchMedia("(prefers-color-scheme: dark)");
  const page = document.documentElement;
  // The host names its theme with the page, so that the first paint is right.
  let told = page.dataset.hostTheme !== undefined;

  const apply = (theme: "light" | "dark") => {
    page.dataset.theme = theme;
  };
  const fromDevice = () => {
    if (!told) apply(device.matches ? "dark" : "light");
  };
  const fromHost = (event: MessageEvent<unknown>) => {
    if (event.source !== window.parent || !isThemeMessage(event.data)) return;
    told = true;
    apply(event.data.theme);
  };

  fromDevice();
  device.addEventListener("change", fromDevice);
  window.addEventListener("message", fromHost);
  return () => {
    device.removeEventListener("change", fromDevice);
    window.removeEventListener("message", fromHost);
  };
}

interface ThemeMessage {
  source: "second-platform";
  type: "second:preview:theme";
  theme: "light" | "dark";
}

function isThemeMessage(data: unknown): data is ThemeMessage {
  const message = data as Partial<ThemeMessage> | null; // any window may post anything; each field is checked
  return (
    message?.source === "second-platform" &&
    message.type === "second:preview:theme" &&
    (message.theme === "light" || message.theme === "dark")
  );
}
