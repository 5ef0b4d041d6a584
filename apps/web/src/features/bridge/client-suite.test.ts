import type { ProblemCode } from "@second/contracts";
import { clientSuite } from "../../../../../packages/app-sdk/src/testing/client-suite.ts";
import { ada, FakePage, openFrame } from "./testing/fake-page.ts";
import { MemoryScope } from "./testing/memory-scope.ts";

clientSuite("[SDK-12] the client against the bridge", () => {
  const scope = new MemoryScope();
  const page = new FakePage();
  const ends: (() => void)[] = [];
  let frames = 0;
  return {
    userId: ada.id,
    connect() {
      frames += 1;
      const { api, openStream } = { api: scope.fetchAs(ada.id), openStream: scope.openStream };
      const { frame, host } = openFrame(page, { api, openStream, loadKey: `load${frames}` });
      ends.push(() => host.close());
      return frame;
    },
    write: (write) => scope.write(write),
    documents: (collection) => scope.documents.all(collection),
    failNext(code, times = 1) {
      for (let i = 0; i < times; i++) scope.faults.push({ kind: "refused", code: code as ProblemCode });
    },
    goOffline() {
      scope.isDown = true;
      scope.dropStreams(500);
      page.setOnline(false);
    },
    goOnline() {
      scope.isDown = false;
      page.setOnline(true);
    },
    close() {
      for (const end of ends) end();
    },
  };
});
