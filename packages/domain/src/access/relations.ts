import { type AppRelation, type Role, stewardRoles } from "@second/contracts";

/** Every way in which a member stands to an app. Viewers come with publishing. */
export function relationsOf(person: {
  role: Role;
  isCreator: boolean;
  isCollaborator: boolean;
}): AppRelation[] {
  const relations: AppRelation[] = [];
  if (stewardRoles.includes(person.role)) relations.push("steward");
  if (person.isCreator) relations.push("creator");
  if (person.isCollaborator) relations.push("collaborator");
  return relations;
}
