/** Variables of a real installation that must not reach the product under test. */
const foreign = /^(?:SECOND_|ANTHROPIC_|CLAUDE_|MONGODB_URI|REDIS_URL|WEB_|WORKER_)/;

/** What a product under test is given of this process's variables. */
export function ownEnvironment(): NodeJS.ProcessEnv {
  const inherited = Object.entries(process.env).filter(([name]) => !foreign.test(name));
  return {
    ...Object.fromEntries(inherited),
    // Runs beside other things on the machine: what it finds of a local sign-in must not change a test.
    SECOND_ALLOW_LOCAL_LOGIN: "0",
  };
}
