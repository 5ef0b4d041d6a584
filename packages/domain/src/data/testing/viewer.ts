import type { AppDocument, DocumentChange } from "@second/contracts";
import type { DataFeed, FeedSubscription } from "../feed/data-feed.ts";

/** Asks for the whole collection as it is at `minPosition` or later. */
export type ListAll = (minPosition: string) => Promise<{ documents: AppDocument[]; position: string }>;

/** A page that follows the rules of opening: stream first, then a list, then what is newer than the list. */
export class Viewer {
  view = new Map<string, AppDocument>();
  /** Changes that were handed over more than once: none ever. */
  readonly repeated: string[] = [];
  readonly #scope: Parameters<DataFeed["subscribe"]>[0];
  readonly #list: ListAll;
  readonly #seen = new Set<string>();
  #stream: FeedSubscription | null = null;
  #position: string | null = null;

  constructor(scope: Parameters<DataFeed["subscribe"]>[0], list: ListAll) {
    this.#scope = scope;
    this.#list = list;
  }

  /** Opens its stream anew, on whatever process, after the last position it had. */
  async connect(feed: DataFeed): Promise<void> {
    this.drop();
    this.#stream = await feed.subscribe(this.#scope, this.#position);
    if (this.#position === null) await this.#readAll(this.#stream.start);
  }

  drop(): void {
    this.#stream?.close();
    this.#stream = null;
  }

  /** Takes what comes until the view contains everything up to `position`. */
  async catchUp(feed: DataFeed, position: string): Promise<void> {
    if (this.#stream === null) await this.connect(feed);
    while ((this.#position ?? "") < position) {
      const news = await this.#stream?.next();
      if (news === null || news === undefined) await this.connect(feed);
      else if (news.kind === "overflow") {
        this.#position = null;
        await this.connect(feed);
      } else if (news.kind === "reset") await this.#readAll(this.#stream?.position() ?? "");
      else for (const { id, data } of news.items) this.#apply(id, JSON.parse(data) as DocumentChange);
    }
  }

  async #readAll(minPosition: string): Promise<void> {
    const { documents, position } = await this.#list(minPosition);
    this.view = new Map(documents.map((document) => [document._id, document]));
    this.#position = position;
  }

  #apply(position: string, change: DocumentChange): void {
    if (position <= (this.#position ?? "")) return;
    if (this.#seen.has(position)) this.repeated.push(position);
    this.#seen.add(position);
    this.#position = position;
    if (change.version <= (this.view.get(change.docId)?._version ?? 0)) return;
    if (change.doc === undefined) this.view.delete(change.docId);
    else this.view.set(change.docId, change.doc);
  }
}
