import { type DependencySetsOptions, openDependencySets } from "./dependency-sets.ts";

/**
 * Prepares the packages that every new app starts with, so that the first build does not wait for them. A later call
 * takes milliseconds. `print` gets lines for people; nothing is printed when all is there.
 */
export async function prepareTemplateSet(
  options: DependencySetsOptions,
  print: (line: string) => void,
): Promise<void> {
  const startedMs = Date.now();
  const sets = await openDependencySets(options);
  let installed = false;
  await sets.prepareTemplate(() => {
    installed = true;
    print("Preparing the packages that apps are built with…");
  });
  if (installed) print(`Packages for apps are ready (${((Date.now() - startedMs) / 1000).toFixed(1)} s).`);
}
