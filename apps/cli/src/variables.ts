import { choice, integer, optional, secret, text, textOr } from "@second/contracts/configuration";

const ports = { min: 1, max: 65_535 };
const nextFree = "the next free one";

/** Every variable that the command itself reads; it passes all on to the processes, which read their own. */
export const commandVariables = {
  environment: choice("SECOND_ENV", ["development", "production"], {
    meaning: "How strict the processes are about their configuration.",
  }),
  host: textOr("SECOND_HOST", { type: "address", fallback: "127.0.0.1", meaning: "Where web listens." }),
  webPort: optional(
    integer("WEB_PORT", { fallback: 3000, ...ports, meaning: "The port web listens on." }),
    nextFree,
  ),
  workerPort: optional(
    integer("WORKER_PORT", { fallback: 3001, ...ports, meaning: "The port the worker listens on." }),
    nextFree,
  ),
  dataDirectory: text("SECOND_DATA_DIR", {
    fallback: "`.second` in the clone",
    meaning: "The data directory: store, files of versions, keys, logs.",
  }),
  publicUrl: text("SECOND_PUBLIC_URL", {
    fallback: "`http://localhost:<port>`",
    meaning: "The origin people open; links and cookies are made for it.",
  }),
  workerUrl: text("WORKER_URL", {
    fallback: "`http://127.0.0.1:<port>`",
    meaning: "Where web finds the worker.",
  }),
  mongodbUri: secret("MONGODB_URI", {
    type: "URI",
    fallback: "unset: SQLite",
    meaning: "Keeps everything in this MongoDB replica set instead of the data directory.",
  }),
};
