import type { Choice } from "@/lib/choices";
import { choiceField, dateField, type FieldTable, personField, textField } from "@/lib/fields";

export const stages = [
  { id: "todo", label: "To do", tone: "neutral" },
  { id: "doing", label: "In progress", tone: "info" },
  { id: "done", label: "Done", tone: "ok" },
] as const satisfies readonly Choice[];

export interface Task {
  title: string;
  owner: string | null; // a member's id
  due: string | null; // an ISO day
  stage: (typeof stages)[number]["id"];
}

export const taskFields: FieldTable<Task> = {
  title: textField("Title", { required: "Enter what is to be done." }),
  owner: personField("Owner"),
  due: dateField("Due"),
  stage: choiceField("Stage", stages),
};
