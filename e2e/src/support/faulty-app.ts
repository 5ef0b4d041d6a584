const page = (title: string) => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${title}</title>
<style>:root { color-scheme: light dark } body { font: 16px system-ui; margin: 32px }</style>
</head>
<body>
<main>
<h1>${title}</h1>
<p><button type="button">Show spend</button> <output></output></p>
</main>
<script src="./assets/app.js"></script>
</body>
</html>`;

const start = `
console.info("contracts: 63 documents, live");
console.warn("This list is long");
new Image().src = "https://example.com/logo.png";
`;

/** An app whose button fails, after it told its console this and that. */
export const faultyApp = (title: string): Record<string, string> => ({
  "index.html": page(title),
  "assets/app.js": `${start}
function showSpend(row) {
  document.querySelector("output").textContent = row.cost.toFixed(2);
}
document.querySelector("button").addEventListener("click", () => showSpend({ id: 17 }));
`,
});

/** The same app, mended. */
export const mendedApp = (title: string): Record<string, string> => ({
  "index.html": page(title),
  "assets/app.js": `${start}
document.querySelector("button").addEventListener("click", () => {
  document.querySelector("output").textContent = "No cost yet";
});
`,
});
