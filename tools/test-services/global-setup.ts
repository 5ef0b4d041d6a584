import { readFile } from "node:fs/promises";
import type { TestProject } from "vitest/node";
import type { MongoForTests } from "./mongo.ts";
import { type StartedMongo, startMongo } from "./start-mongo.ts";

/** Whether a test of this run asks for MongoDB: whoever does imports `mongo.ts` of this folder. */
async function isWanted(project: TestProject): Promise<boolean> {
  // The file names given on the command line. Not in Vitest's types; without them every test file is looked at.
  const named: unknown = Reflect.get(project.vitest, "filenamePattern");
  const names = Array.isArray(named) ? named.filter((name) => typeof name === "string") : undefined;
  const { testFiles } = await project.globTestFiles(names);
  const texts = await Promise.all(testFiles.map((file) => readFile(file, "utf8")));
  return texts.some((text) => text.includes("test-services/mongo"));
}

/** Starts the services of a run once and ends them with it. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  let started: StartedMongo | null = null;
  let mongo: MongoForTests = { failure: "MongoDB was not started: no test of this run seemed to need it." };
  if (await isWanted(project)) {
    try {
      started = await startMongo();
      mongo = { uri: started.uri };
    } catch (error) {
      // Only the tests that need it fail, with this reason.
      mongo = { failure: error instanceof Error ? error.message : String(error) };
    }
  }
  project.provide("mongo", mongo);
  return async () => started?.stop();
}
