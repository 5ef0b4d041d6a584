export {
  type DependencySet,
  type DependencySets,
  type DependencySetsOptions,
  dependencySetsDirectory,
  openDependencySets,
} from "./dependency-sets.ts";
export { linkModules } from "./link-modules.ts";
export { prepareTemplateSet } from "./prepare-template-set.ts";
