export { createKeyedMutex, type KeyedMutex } from "./keyed-mutex.ts";
export { type HashMemory, readSmallFile } from "./read-file.ts";
export { scanTree } from "./scan-tree.ts";
export { templateDirectory } from "./template.ts";
export { artifactLimits, sizeWarning } from "./tree-limits.ts";
export { type AppKey, openWorkspaces, type Workspaces } from "./workspaces.ts";
