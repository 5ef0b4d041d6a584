import { type AppPermission, appPermissions, type Role, relationsHave, roles } from "@second/contracts";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { relationsOf } from "./relations.ts";

const rightsOf = (person: { role: Role; isCreator: boolean; isCollaborator: boolean }) =>
  (Object.keys(appPermissions) as AppPermission[]).filter((right) =>
    relationsHave(relationsOf(person), right),
  );

describe("relations to an app", () => {
  it("[GOV-43] give the union of their rights: each one more never takes any away", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...roles),
        fc.boolean(),
        fc.boolean(),
        (role, isCreator, isCollaborator) => {
          const all = new Set(rightsOf({ role, isCreator, isCollaborator }));
          const parts = [
            rightsOf({ role, isCreator: false, isCollaborator: false }),
            rightsOf({ role: "member", isCreator, isCollaborator: false }),
            rightsOf({ role: "member", isCreator: false, isCollaborator }),
          ];
          expect(all).toEqual(new Set(parts.flat()));
        },
      ),
    );
  });

  it("[GOV-43] [GOV-44] give a plain member nothing, since nothing is published", () => {
    expect(rightsOf({ role: "member", isCreator: false, isCollaborator: false })).toEqual([]);
    expect(rightsOf({ role: "member", isCreator: false, isCollaborator: true })).not.toContain(
      "app:collaborators",
    );
  });
});
