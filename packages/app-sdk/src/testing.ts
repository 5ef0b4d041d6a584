export type { TestWrite } from "./test-documents.ts";
export { createTestHost, type TestHost, type TestHostOptions } from "./test-host.ts";
