export { type BuildPhase, type Builds, createBuilds } from "./builds.ts";
