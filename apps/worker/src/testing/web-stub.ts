import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { type ToolCallAnswer, type ToolCallBody, toolCallBodySchema } from "@second/contracts";

/** The two internal calls of web that a worker makes, with answers that web would give. */
export interface WebStub {
  url: string;
  beats: unknown[];
  toolCalls: { tool: string; turnToken: string; body: ToolCallBody }[];
  close(): Promise<void>;
}

export async function startWebStub(): Promise<WebStub> {
  const beats: unknown[] = [];
  const toolCalls: WebStub["toolCalls"] = [];
  const server = createServer(async (request, response) => {
    let text = "";
    for await (const chunk of request) text += chunk;
    const tool = /\/tools\/(\w+)$/.exec(request.url ?? "")?.[1];
    if (tool === undefined) {
      beats.push(JSON.parse(text));
      response.end("{}");
      return;
    }
    const body = toolCallBodySchema.parse(JSON.parse(text));
    toolCalls.push({ tool, turnToken: String(request.headers["x-second-turn-token"]), body });
    response.writeHead(200, { "content-type": "application/json" });
    response.end(JSON.stringify(answer(tool, body)));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    beats,
    toolCalls,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function answer(tool: string, { input, build }: ToolCallBody): ToolCallAnswer {
  if (tool !== "done_building") {
    const message = "The person decides now. Your turn ends here.";
    return { result: { ok: true, status: "presented", ...(input as object), message }, isError: false };
  }
  if (build?.status !== "built") return { result: { ...build, message: "Fix it." }, isError: false };
  const files = Object.values(build.source);
  const result = {
    status: "complete",
    summary: "Built.",
    fileCount: files.length,
    totalBytes: files.reduce((sum, file) => sum + file.sizeBytes, 0),
    warning: build.warning,
    versionId: `ver_0${"1".repeat(25)}`,
    versionNumber: 1,
  };
  return { result, isError: false };
}
