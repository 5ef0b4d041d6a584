import {
  choice,
  flag,
  integer,
  secret,
  secretList,
  text,
  textOr,
  url,
} from "@second/contracts/configuration";

const session = { min: 1, max: 525_600 };

/** Every variable that this process reads. The reference page in `docs/configuration.md` is made from it. */
export const webVariables = {
  environment: choice("SECOND_ENV", ["development", "production"], {
    meaning: "How strict the processes are about their configuration.",
  }),
  authMode: choice("SECOND_AUTH_MODE", ["none", "external"], {
    meaning: "Who people are: `none` believes what they say, `external` wants a sign-in provider.",
  }),
  allowsInsecureNone: flag("SECOND_ALLOW_INSECURE_NONE", {
    meaning: "Allows mode `none` on an address that others can reach. Every page then warns.",
  }),
  publicUrl: text("SECOND_PUBLIC_URL", {
    fallback: "`http://localhost:<port>`",
    meaning: "The origin people open; links and cookies are made for it.",
  }),
  workspaceCreation: choice("SECOND_WORKSPACE_CREATION", ["anyone", "first-user", "off"], {
    meaning: "Who may create workspaces.",
  }),
  sessionSecrets: secretList("SECOND_SESSION_SECRET", {
    lengthMin: 32,
    fallback: "made at the first start",
    meaning: "Signs session cookies. The first of the list signs, all are accepted.",
  }),
  sessionIdleMinutes: integer("SECOND_SESSION_IDLE_MINUTES", {
    fallback: 30 * 24 * 60,
    ...session,
    meaning: "A session ends after so long without use.",
  }),
  sessionMaxMinutes: integer("SECOND_SESSION_MAX_MINUTES", {
    fallback: 90 * 24 * 60,
    ...session,
    meaning: "A session ends after so long, used or not.",
  }),
  host: textOr("SECOND_HOST", {
    type: "address",
    fallback: "127.0.0.1",
    meaning: "Where web listens.",
  }),
  port: integer("WEB_PORT", { fallback: 3000, min: 0, max: 65_535, meaning: "The port web listens on." }),
  dataDirectory: text("SECOND_DATA_DIR", {
    fallback: "`.second` in the clone",
    meaning: "The data directory: store, files of versions, keys, logs.",
  }),
  mongodbUri: secret("MONGODB_URI", {
    type: "URI",
    fallback: "unset: SQLite",
    starts: ["mongodb://", "mongodb+srv://"],
    meaning: "Keeps everything in this MongoDB replica set instead of the data directory.",
  }),
  workerUrl: url("WORKER_URL", {
    fallback: "http://127.0.0.1:3001",
    meaning: "Where web finds the worker.",
  }),
  internalTokens: secretList("INTERNAL_API_TOKEN", {
    lengthMin: 32,
    fallback: "made at the first start",
    meaning: "What web and worker show each other. The first of the list is sent, all are accepted.",
  }),
  streamsMax: integer("SECOND_STREAMS_MAX", {
    fallback: 2_000,
    min: 1,
    max: 100_000,
    meaning: "Open streams of this process; more are refused.",
  }),
  documentsMax: integer("SECOND_DOCUMENTS_MAX", {
    fallback: 200_000,
    min: 1,
    max: 10_000_000,
    meaning: "Documents of one collection.",
  }),
  scopeMibMax: integer("SECOND_SCOPE_MIB_MAX", {
    fallback: 1_024,
    min: 1,
    max: 1_048_576,
    meaning: "Data of one app, draft and published apart.",
  }),
  turnStepsMax: integer("SECOND_TURN_STEPS_MAX", {
    fallback: 500,
    min: 1,
    max: 10_000,
    meaning: "Steps an agent may take for one message.",
  }),
  turnMinutesMax: integer("SECOND_TURN_MINUTES_MAX", {
    fallback: 60,
    min: 1,
    max: 1_440,
    meaning: "Time an agent may take for one message.",
  }),
  shutdownSeconds: integer("SECOND_SHUTDOWN_SECONDS", {
    fallback: 30,
    min: 1,
    max: 600,
    meaning: "Time for running work to finish when the process is asked to end.",
  }),
  logLevel: choice("SECOND_LOG_LEVEL", ["info", "debug", "warn", "error"], {
    meaning: "The least important lines that are logged.",
  }),
  isSupervised: flag("SECOND_SUPERVISED", {
    meaning: "Set by `second start`: the process ends with its standard input.",
  }),
};
