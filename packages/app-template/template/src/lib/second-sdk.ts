/** The one door to live data, people and connection. Import from `@/lib/second-sdk` only. */
export * from "@second/app-sdk";
