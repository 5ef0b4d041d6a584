export { createUpkeep, type Upkeep } from "./upkeep.ts";
export { upkeepJobs } from "./upkeep-jobs.ts";
