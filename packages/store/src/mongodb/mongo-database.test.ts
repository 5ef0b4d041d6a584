import { MongoClient } from "mongodb";
import { mongoForTests } from "../../../../tools/test-services/mongo.ts";
import { describeDatabase } from "../contract/index.ts";
import { openMongo } from "./open-mongo.ts";

describeDatabase("MongoDB", async (now) => {
  const where = mongoForTests();
  const { database, blobs } = await openMongo({ ...where, now });
  const close = async () => {
    await database.close();
    const client = new MongoClient(where.uri);
    await client.db(where.database).dropDatabase();
    await client.close();
  };
  return { database, blobs, close };
});
