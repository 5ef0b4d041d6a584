export type { DataActor } from "./actor.ts";
export { aggregateDocuments, type DocumentAggregate } from "./aggregate-documents.ts";
export { dataScopesCollection, documentChangesCollection, documentsCollection } from "./collections.ts";
export { countDocuments, type DocumentCount } from "./count-documents.ts";
export type { FeedItem } from "./feed/change-ring.ts";
export type { FeedSubscription } from "./feed/data-feed.ts";
export type { FeedNews } from "./feed/subscription.ts";
export { type DocumentPage, type DocumentQuery, listDocuments } from "./list-documents.ts";
export type { WriteOperation } from "./operations.ts";
export { closeData } from "./process.ts";
export type { Budget, DataRates } from "./rates.ts";
export { getDocument, listCollections } from "./read.ts";
export { subscribeToChanges } from "./subscribe.ts";
export {
  type BatchResult,
  deleteDocument,
  insertDocument,
  replaceDocument,
  updateDocument,
  type WrittenDocument,
  writeBatch,
} from "./write.ts";
