import { test } from "@playwright/test";
import { type StartedMongo, startOwnMongo } from "../../tools/test-services/start-mongo.ts";
import { checkKept, checkStored } from "./support/fault-checks.ts";
import { momentsOf, wavesOf } from "./support/fault-plan.ts";
import { FaultRun } from "./support/fault-run.ts";
import { type MortalProduct, startMortalProduct } from "./support/mortal-product.ts";

/** The same moments in every run, so that what fails is what changed; FAULT_SEED draws others, as every night does. */
const seed = Number(process.env.FAULT_SEED ?? 66_645);
/** Moments at which something is killed, on both engines together. */
const killsWanted = Number(process.env.FAULT_KILLS ?? 20);
const each = Math.ceil(killsWanted / 2);

let product: MortalProduct | undefined;
let mongo: StartedMongo | undefined;
test.afterEach(async () => {
  await product?.stop();
  await mongo?.stop();
  product = undefined;
  mongo = undefined;
});

async function endure(mongodbUri: string | null, first: number): Promise<void> {
  product = await startMortalProduct({
    SECOND_DEMO_PACE: "human",
    ...(mongodbUri === null ? {} : { MONGODB_URI: mongodbUri }),
  });
  const moments = momentsOf({ seed, first, count: each });
  const run = await FaultRun.begin(product);
  for (const wave of wavesOf(moments)) await run.endure(wave);
  await run.end();
  await checkKept(run);
  await product.stop({ keep: true });
  await checkStored(run, { mongodbUri, directory: product.dataDirectory });
}

test.describe("[OPS-28] [REC-5] [REC-7] nothing accepted is lost or done twice, whatever is killed whenever", () => {
  test.beforeEach(() => {
    test.setTimeout(90_000 + each * 30_000);
    process.stdout.write(`FAULT_SEED=${seed} FAULT_KILLS=${killsWanted}\n`);
  });

  test("on SQLite", () => endure(null, 0));

  test("on MongoDB", async () => {
    mongo = await startOwnMongo();
    const address = new URL(mongo.uri);
    address.pathname = "/second";
    await endure(address.href, each);
  });
});
