const script = `
const list = document.querySelector("ul");
let asked = 0;
const say = (message) => parent.postMessage({ source: "second-app", requestId: "ask-" + ++asked, ...message }, "*");
const show = ({ name }) => {
  const row = document.createElement("li");
  row.textContent = name;
  list.append(row);
};
addEventListener("message", ({ data }) => {
  if (data.type === "second:hello-response")
    say({ type: "second:data:subscribe", subscriptionId: "rows", collection: "rows" });
  if (data.type === "second:data:subscribe-response") data.docs.toReversed().forEach(show);
  if (data.type !== "second:data:subscription") return;
  for (const { changes, docs } of data.updates) {
    if (docs) list.replaceChildren();
    docs?.toReversed().forEach(show);
    for (const { doc } of changes) show(doc);
  }
});
window.add = (name) => say({ type: "second:data:insert", collection: "rows", data: { name } });
say({ type: "second:hello", protocol: 2, sdkVersion: "0" });
`;

/** What the app's script leaves in its frame for a test to use. */
export interface LiveListWindow extends Window {
  add(name: string): void;
}

/** An app that appends a row for whatever change it hears of: one that is told twice stands there twice. */
export const liveList = (title: string): Record<string, string> => ({
  "index.html": `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>${title}</title></head>
<body><h1>${title}</h1><ul aria-label="Rows"></ul><script type="module" src="./app.js"></script></body>
</html>`,
  "app.js": script,
});
