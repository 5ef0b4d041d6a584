import {
  choice,
  flag,
  integer,
  optional,
  secret,
  secretList,
  text,
  textOr,
  url,
} from "@second/contracts/configuration";

/** Every variable that this process reads. The reference page in `docs/configuration.md` is made from it. */
export const workerVariables = {
  environment: choice("SECOND_ENV", ["development", "production"], {
    meaning: "How strict the processes are about their configuration.",
  }),
  host: textOr("WORKER_HOST", {
    type: "address",
    fallback: "127.0.0.1",
    meaning: "Where the worker listens.",
  }),
  port: integer("WORKER_PORT", {
    fallback: 3001,
    min: 0,
    max: 65_535,
    meaning: "The port the worker listens on.",
  }),
  webUrl: url("WEB_URL", { fallback: "http://127.0.0.1:3000", meaning: "Where the worker finds web." }),
  workerId: text("SECOND_WORKER_ID", { fallback: "the host's name", meaning: "The worker's name." }),
  advertiseUrl: optional(
    url("SECOND_WORKER_ADVERTISE_URL", {
      fallback: "http://worker.internal:3001",
      meaning: "Where web reaches the worker.",
    }),
    "the address it listens on",
  ),
  internalTokens: secretList("INTERNAL_API_TOKEN", {
    lengthMin: 32,
    fallback: "made at the first start",
    meaning: "What web and worker show each other. The first of the list is sent, all are accepted.",
  }),
  dataDirectory: text("SECOND_DATA_DIR", {
    fallback: "`.second` in the clone",
    meaning: "The data directory: store, files of versions, keys, logs.",
  }),
  workspacesDirectory: text("WORKSPACES_DIR", {
    fallback: "in the data directory",
    meaning: "Working directories of apps; all of it can be made again.",
  }),
  sandbox: choice("SECOND_SANDBOX", ["auto", "bwrap", "container"], {
    meaning:
      "How agents and builds are isolated: `auto` uses bubblewrap where it works, `bwrap` refuses to work without it, `container` takes the surrounding container for the sandbox.",
  }),
  turnsMax: integer("SECOND_WORKER_TURNS_MAX", {
    fallback: 4,
    min: 1,
    max: 100,
    meaning: "Agents at work at once.",
  }),
  buildsMax: integer("SECOND_WORKER_BUILDS_MAX", {
    fallback: 2,
    min: 1,
    max: 32,
    meaning: "Builds at once.",
  }),
  anthropicApiKey: secret("ANTHROPIC_API_KEY", {
    meaning: "Lets Claude build. It stays with the worker; agents never see it.",
  }),
  anthropicUrl: url("ANTHROPIC_BASE_URL", {
    fallback: "https://api.anthropic.com",
    meaning: "Where the model is reached, for example through a gateway of your own.",
  }),
  claudePath: text("SECOND_CLAUDE_PATH", {
    fallback: "the one that is installed with Second",
    meaning: "The program of Claude Code.",
  }),
  allowsLocalSignIn: optional(
    flag("SECOND_ALLOW_LOCAL_LOGIN", {
      meaning: "Lets Claude use the sign-in of Claude Code on this machine.",
    }),
    "`1`, in production `0`",
  ),
  demoPace: choice("SECOND_DEMO_PACE", ["instant", "human"], {
    meaning: "How fast the demo writes: at once, or at a pace one can follow.",
  }),
  logLevel: choice("SECOND_LOG_LEVEL", ["info", "debug", "warn", "error"], {
    meaning: "The least important lines that are logged.",
  }),
  shutdownSeconds: integer("SECOND_SHUTDOWN_SECONDS", {
    fallback: 30,
    min: 1,
    max: 600,
    meaning: "Time for running work to finish when the process is asked to end.",
  }),
  isSupervised: flag("SECOND_SUPERVISED", {
    meaning: "Set by `second start`: the process ends with its standard input.",
  }),
};
