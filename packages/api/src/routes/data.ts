import { type BatchOperation, Problem } from "@second/contracts";
import {
  aggregateDocuments,
  countDocuments,
  type DocumentPage,
  deleteDocument,
  getDocument,
  insertDocument,
  listCollections,
  listDocuments,
  replaceDocument,
  updateDocument,
  type WriteOperation,
  writeBatch,
} from "@second/domain";
import { handlers } from "../handler.ts";
import { TextAnswer } from "../text-answer.ts";

/** Documents of apps. They come as JSON texts from the store and are answered without being parsed. */
export const dataRoutes = handlers<
  | "data.list"
  | "data.query"
  | "data.count"
  | "data.aggregate"
  | "data.get"
  | "data.insert"
  | "data.update"
  | "data.replace"
  | "data.delete"
  | "data.batch"
>({
  "data.list": async ({ platform, scope, access, query }) => {
    const { side: _side, collection, where, orderBy, ...page } = query;
    if (collection === undefined) return { collections: await listCollections(platform, scope, access) };
    return pageAnswer(
      await listDocuments(platform, scope, access, {
        ...page,
        collection,
        where: where === undefined ? undefined : parseWhere(where),
        orderBy: orderBy === undefined || orderBy === "" ? undefined : orderBy.split(","),
      }),
    );
  },
  "data.query": async ({ platform, scope, access, body }) =>
    pageAnswer(await listDocuments(platform, scope, access, body)),
  "data.count": ({ platform, scope, access, body }) => countDocuments(platform, scope, access, body),
  "data.aggregate": ({ platform, scope, access, body }) => aggregateDocuments(platform, scope, access, body),
  "data.get": async ({ platform, scope, access, query, params }) => {
    const { collection } = query;
    return documentAnswer(
      await getDocument(platform, scope, access, { collection, docId: params.docId ?? "" }),
    );
  },
  "data.insert": async ({ platform, scope, access, body, request }) => {
    const { collection, data, id } = body;
    const key = requestKey(request);
    const written = await insertDocument(platform, scope, access, {
      collection,
      fields: data,
      docId: id,
      key,
    });
    return documentAnswer(written, 201);
  },
  "data.update": async ({ platform, scope, access, body, request, params }) => {
    const { collection, ...patch } = body;
    const target = targetOf(request, params, collection);
    return documentAnswer(await updateDocument(platform, scope, access, { ...target, patch }));
  },
  "data.replace": async ({ platform, scope, access, body, request, params }) => {
    const target = targetOf(request, params, body.collection);
    return documentAnswer(await replaceDocument(platform, scope, access, { ...target, fields: body.data }));
  },
  "data.delete": async ({ platform, scope, access, query, request, params }) => {
    const target = targetOf(request, params, query.collection);
    await deleteDocument(platform, scope, access, target);
    return { ok: true, docId: target.docId };
  },
  "data.batch": async ({ platform, scope, access, body, request }) => {
    const operations = body.operations.map(toOperation);
    const results = await writeBatch(platform, scope, access, { operations, key: requestKey(request) });
    const texts = results.map(({ docId, text }) =>
      text === null ? JSON.stringify({ ok: true, docId }) : `{"doc":${text}}`,
    );
    return jsonAnswer(`{"results":[${texts.join(",")}]}`);
  },
});

function jsonAnswer(
  text: string,
  { status = 200, etag }: { status?: number; etag?: string } = {},
): TextAnswer {
  return new TextAnswer(text, { status, headers: etag === undefined ? {} : { etag } });
}

function documentAnswer({ text, version }: { text: string; version: number }, status = 200): TextAnswer {
  return jsonAnswer(`{"doc":${text}}`, { status, etag: `"v${version}"` });
}

function pageAnswer({ texts, nextCursor, position }: DocumentPage): TextAnswer {
  const rest = JSON.stringify({ nextCursor, position }).slice(1);
  return jsonAnswer(`{"docs":[${texts.join(",")}],${rest}`);
}

function parseWhere(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw invalid("/where", "is not JSON");
  }
}

function targetOf(request: Request, params: Record<string, string>, collection: string) {
  return {
    collection,
    docId: params.docId ?? "",
    ifVersion: versionOf(request.headers.get("if-match")),
    key: requestKey(request),
  };
}

function requestKey(request: Request): string | null {
  return request.headers.get("idempotency-key");
}

/** The version in an `If-Match` header (RFC 9110), as `ETag` gave it. */
function versionOf(header: string | null): number | undefined {
  if (header === null) return undefined;
  const [, version] = /^"v([1-9][0-9]{0,14})"$/.exec(header.trim()) ?? [];
  if (version === undefined) throw invalid("/headers/if-match", 'must be like "v3"');
  return Number(version);
}

function toOperation(
  { op, collection, docId, data, ifVersion }: BatchOperation,
  index: number,
): WriteOperation {
  const at = (name: string) => `/operations/${index}/${name}`;
  if (op === "insert") {
    if (data === undefined) throw invalid(at("data"), "is missing");
    if (ifVersion !== undefined) throw invalid(at("ifVersion"), "does not go with an insert");
    return { op, collection, docId, fields: data };
  }
  if (docId === undefined) throw invalid(at("docId"), "is missing");
  if (op === "delete") return { op, collection, docId, ifVersion };
  if (data === undefined) throw invalid(at("data"), "is missing");
  return { op, collection, docId, patch: { data }, ifVersion };
}

function invalid(pointer: string, message: string): Problem {
  return new Problem("request.invalid", { fields: [{ pointer, message }] });
}
