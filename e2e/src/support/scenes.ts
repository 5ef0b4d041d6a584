import type { BuildResult, Plan } from "@second/contracts";
import { builderToolPrefix } from "@second/contracts";
import type { Script, Stage } from "./scripted-worker.ts";

/** What agents do in tests and measurements of the pages: one script for each thing a conversation can show. */

export const plan: Plan = {
  title: "Vendor renewals",
  overview:
    "A shared list of every software and service contract, with one owner each, that shows what needs notice next.",
  features: [
    {
      name: "One list of every contract",
      description: "Vendor, owner, yearly cost, notice and renewal date.",
    },
    { name: "Notice due, at a glance", description: "What needs a decision in the next 30, 60 and 90 days." },
    {
      name: "Owners and status",
      description: "Each contract has one owner and is open, renewing or cancelled.",
    },
  ],
  data: [
    {
      collection: "contracts",
      fields: ["vendor", "service", "owner", "annualCost", "noticeBy", "renewsOn", "status", "notes"],
      note: "one for each contract",
    },
    { collection: "reminders", fields: ["contract", "sentAt"], note: "so that nobody is reminded twice" },
  ],
  dataFlow: "Everything stays in this workspace.",
  agents: null,
  backend: null,
  notDoing: ["Cancel or renew anything with a vendor", "Read mailboxes or contract files"],
  assumptions: [
    "Costs are yearly and in euros.",
    "Notice is due 90 days before renewal when no date is given.",
  ],
};

export const suggestions = {
  suggestions: [
    {
      emoji: "📅",
      title: "A calendar of renewals",
      subtitle: "Months side by side, with what each one costs.",
    },
    {
      emoji: "🔔",
      title: "A reminder a month before",
      subtitle: "Owners see what is due when they open the app.",
    },
    { emoji: "📊", title: "Spend by category", subtitle: "A chart of what is paid for what." },
  ],
};

const proseText = `I start with the data, so that the table and the figures read **the same fields**.

## What changes

- \`contracts\` gets a field \`noticeBy\`
- The list sorts by it; see [how sorting works](https://example.com/sorting)
  1. what is overdue
  2. what is due in 30 days

> Two vendors have no owner. I keep them, marked.

| Field | Type | Needed |
| --- | --- | --- |
| vendor | text | yes |
| annualCost | number | no |

\`\`\`ts
const isOpen = (contract: Contract) => contract.status === "open";
\`\`\`

The chart starts with the month we are in.`;

/** A tiny app: a heading, a link that leads out, and one that stays. */
export const artifact = (title: string) => ({
  "index.html": `<!doctype html>
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
<p><a href="https://example.com/terms">Terms</a> · <a href="#/spend">Spend</a></p>
</main>
</body>
</html>`,
});

export const connecting: Script = () => undefined;

export const prose: Script = (stage) => {
  stage.think("The person wants notice dates first. I look at what is there.");
  stage.say(proseText);
  stage.end("completed");
};

export const streaming: Script = (stage) => {
  stage.think("The person wants notice dates first. I look at what is there, then write the list.", {
    open: true,
  });
};

export const writing: Script = (stage) => {
  stage.think("Notice dates first.");
  stage.say("I start with the data, so that the table and the figures read the same", { open: true });
};

export const hiddenThinking: Script = (stage) => {
  stage.emit({ type: "reasoning", partId: "hidden", delta: "" });
};

export const retrying: Script = (stage) => {
  stage.say("I look at the list.");
  stage.emit({ type: "retry", code: "model.rate_limited", attempt: 1, delayMs: 58_000 });
};

export function manyTools(stage: Stage): void {
  stage.call("Read", { file_path: "/workspace/src/lib/second-sdk.ts" }).done("export * from …");
  for (const name of ["app", "list", "card", "field"])
    stage.call("Read", { file_path: `/workspace/src/components/${name}.tsx` }).done("…");
  stage.call("Grep", { pattern: "useCollection" }).done("src/pages/renewals.tsx");
  stage
    .call("Write", {
      file_path: "/workspace/src/lib/renewals.ts",
      content: "export const days = 30;\n".repeat(118),
    })
    .done();
  const before = "export function Renewals() {\n  return <List />;\n}\n";
  const after =
    "export function Renewals() {\n  const rows = useContracts();\n  return <List rows={rows} />;\n}\n";
  stage
    .call("Edit", { file_path: "/workspace/src/pages/renewals.tsx", old_string: before, new_string: after })
    .done();
  stage.call("Bash", { command: "node scripts/seed.mjs vendors-2026.csv" }).done("63 rows read\n61 complete");
  stage.call("Read", { file_path: "/workspace/src/lib/format-currency.ts" }).failed("File does not exist.");
  stage.call("WebSearch", { query: "notice periods of software contracts" }).done("…");
  stage.call("mcp__crm__find_vendor", { name: "Brightdesk" }).done({ id: 4 });
}

export const toolsRunning: Script = (stage) => {
  stage.say("I read what is there before I change it.");
  manyTools(stage);
  stage
    .call("Bash", { command: "npm run check" })
    .progress("src/pages/renewals.tsx\n  ok\nsrc/lib/renewals.ts\n");
  stage.writes("Write", '{"file_path":"/workspace/src/pages/spend.tsx","content":"import { us');
};

export const toolsStopped: Script = async (stage) => {
  stage.say("I read what is there before I change it.");
  stage.call("Write", { file_path: "/workspace/src/pages/calendar.tsx", content: "a\n".repeat(94) }).done();
  stage.call("Edit", { file_path: "/workspace/src/app.tsx", old_string: "a", new_string: "b" });
  await stage.stopped;
  stage.end("stopped");
};

export const planStreaming: Script = (stage) => {
  stage.say("I have read your sentence. Here is what I would build.");
  stage.writes(
    `${builderToolPrefix}present_plan`,
    '{"title":"Vendor renewals","overview":"A shared list of every software and service contract, wi',
  );
};

export const planOpen: Script = async (stage) => {
  stage.think("A list with owners.");
  stage.say("I have read your sentence. Here is what I would build.");
  await stage.platform("present_plan", plan);
  stage.end("presented");
};

export const suggestionsOpen: Script = async (stage) => {
  stage.say("Three things would help most.");
  await stage.platform("present_suggestions", suggestions);
  stage.end("presented");
};

export const buildRunning: Script = (stage) => {
  stage.say("I start with the data, so that the table and the figures read the same fields.");
  manyTools(stage);
  stage.call(`${builderToolPrefix}done_building`, { summary: "The list of renewals" });
  stage.emit({ type: "build", phase: "dependencies", durationMs: 120 });
  stage.emit({ type: "build", phase: "checking", durationMs: 900 });
};

const failed: BuildResult = {
  status: "failed",
  stage: "check",
  message: "2 errors.",
  durationMs: 1900,
  errors: [
    {
      file: "src/pages/spend.tsx",
      line: 41,
      column: 18,
      code: "TS18048",
      message: "'row.annualCost' is possibly 'undefined'.",
    },
    {
      file: "src/app.tsx",
      line: 7,
      column: 1,
      code: "TS2307",
      message: "Cannot find module './pages/calendar'.",
    },
  ],
};

export const buildFailed: Script = async (stage) => {
  manyTools(stage);
  await stage.platform("done_building", { summary: "The list of renewals" }, failed);
  stage.say("Two places read a number that can be missing. I mend them.", { open: true });
};

/** Fails three times with one error, as an agent that cannot help itself. */
export const buildGivenUp: Script = async (stage) => {
  stage.call("Edit", { file_path: "/workspace/src/app.tsx", old_string: "a", new_string: "b" }).done();
  for (let count = 0; count < 3; count += 1)
    await stage.platform("done_building", { summary: "The list of renewals" }, failed);
  stage.end("stopped");
};

export const built =
  (title: string, summary = "The list of renewals with what is due first"): Script =>
  async (stage) => {
    stage.say("The four figures at the top follow the filters below them. I count `negotiating` as open.");
    stage.call("Edit", { file_path: "/workspace/src/app.tsx", old_string: "a", new_string: "b\nc" }).done();
    await stage.build(summary, artifact(title));
    stage.end("completed");
  };

export const fails =
  (code: string, detail?: string): Script =>
  (stage) => {
    stage.say("I look at the list.");
    stage.fail(code, detail);
  };

export const lost: Script = (stage) => {
  stage.say("I look at the list.");
  stage.vanish();
};

/** An answer of `parts` parts: prose, reasoning and tool calls in turn. The last text goes on. */
export const long =
  (parts: number): Script =>
  (stage) => {
    for (let count = 0; count < parts / 4; count += 1) {
      stage.think(`Step ${count}: what does the list need next?`);
      stage.say(`Step ${count}. The list gets **one field more**, and \`src/part-${count}.ts\` reads it.`);
      const path = `/workspace/src/part-${count}.ts`;
      stage.call("Read", { file_path: path }).done("export const a = 1;");
      stage.call("Edit", { file_path: path, old_string: "a = 1", new_string: "a = 2" }).done();
    }
  };
