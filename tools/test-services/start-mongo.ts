import { MongoMemoryReplSet } from "mongodb-memory-server-core";
import { findMongod } from "./find-mongod.ts";

export interface StartedMongo {
  uri: string;
  stop(): Promise<void>;
}

const say = (text: string) => process.stdout.write(`${text}\n`);

/** The replica set at MONGODB_URI, which stays as it is, or one of its own. */
export async function startMongo(): Promise<StartedMongo> {
  const { MONGODB_URI } = process.env;
  return MONGODB_URI ? { uri: MONGODB_URI, stop: async () => {} } : startOwnMongo();
}

/** One node on a free loopback port, which `stop` ends and removes. */
export async function startOwnMongo(): Promise<StartedMongo> {
  const { SECOND_MONGOD, PATH } = process.env;
  const binary = await findMongod({ SECOND_MONGOD, PATH }, say);
  const replicaSet = await MongoMemoryReplSet.create({
    binary: { systemBinary: binary, checkMD5: false },
    instanceOpts: [{ args: ["--wiredTigerCacheSizeGB", "0.5"] }],
    replSet: { count: 1, ip: "127.0.0.1", storageEngine: "wiredTiger" },
  });
  return {
    uri: replicaSet.getUri(),
    stop: async () => {
      await replicaSet.stop({ doCleanup: true, force: true });
    },
  };
}
