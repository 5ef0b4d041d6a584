import { describe, expect, it } from "vitest";
import { matchesSearch, usedChoices } from "../template/src/lib/choices.ts";
import {
  checkboxField,
  choiceField,
  dateField,
  emailField,
  emptyRow,
  type Field,
  type FieldTable,
  longField,
  moneyField,
  numberField,
  parseRow,
  personField,
  readRow,
  suggestField,
  textField,
} from "../template/src/lib/fields.ts";

const stages = [
  { id: "open", label: "Open" },
  { id: "done", label: "Done" },
] as const;

interface Row {
  name: string;
  amount: number | null;
  due: string | null;
  stage: "open" | "done";
  paid: boolean;
}

const fields: FieldTable<Row> = {
  name: textField("Name", { required: true }),
  amount: moneyField("Amount"),
  due: dateField("Due", { min: "2026-01-01" }),
  stage: choiceField("Stage", stages),
  paid: checkboxField("Paid"),
};

const says = <V>(field: Field<V>, input: unknown) => {
  const parsed = field.parse(input);
  return parsed.ok ? null : parsed.message;
};

describe("a field", () => {
  it("[TPL-5] trims text, and asks for what is required in words of its own", () => {
    expect(textField("Name").parse("  Ada ")).toEqual({ ok: true, value: "Ada" });
    expect(says(textField("Vendor", { required: "Enter the vendor’s name." }), "  ")).toBe(
      "Enter the vendor’s name.",
    );
    expect(says(textField("PO number", { required: true }), "")).toBe("Enter the PO number.");
    expect(says(textField("Name"), "x".repeat(201))).toBe("Use at most 200 characters.");
    expect(says(longField("Notes"), "x".repeat(5000))).toBeNull();
    expect(says(suggestField("Category"), "")).toBeNull();
  });

  it("[TPL-5] knows addresses, numbers, amounts, days and people", () => {
    expect(says(emailField("E-mail"), "ada@example")).toMatch(/name@example.com/);
    expect(says(emailField("E-mail"), "ada@example.com")).toBeNull();
    expect(says(numberField("Score", { min: 1, max: 5 }), 6)).toBe("Enter a number from 1 to 5.");
    expect(says(numberField("Hours", { min: 0 }), -1)).toBe("Enter 0 or more.");
    expect(says(numberField("Hours"), Number.NaN)).toBe("Digits only, as 12,500.");
    expect(says(moneyField("Amount"), -1)).toBe("Enter an amount of 0 or more.");
    expect(says(moneyField("Amount"), 1.5)).toBe("Enter an amount of 0 or more.");
    expect(says(dateField("Due"), "31.02.2026")).toMatch(/Enter a date/);
    expect(says(dateField("Due", { min: "2026-05-01" }), "2026-04-30")).toBe("This day is too early.");
    expect(says(dateField("Due", { max: "2026-05-01" }), "2026-05-02")).toBe("This day is too late.");
    expect(says(personField("Owner", { required: true }), null)).toBe("Choose a person.");
    expect(says(choiceField("Stage", stages), "gone")).toBe("Choose one of the list.");
  });
});

describe("a row", () => {
  it("starts empty, with the first choice", () => {
    expect(emptyRow(fields, { amount: 5 })).toEqual({
      name: "",
      amount: 5,
      due: null,
      stage: "open",
      paid: false,
    });
  });

  it("[TPL-5] is read from older or foreign documents without failing", () => {
    const old = { _id: "1", name: "Atlas", amount: "12", stage: "removed", paid: 1 };
    expect(readRow(fields, old)).toEqual({
      name: "Atlas",
      amount: null,
      due: null,
      stage: "open",
      paid: false,
    });
  });

  it("says what is wrong with each field at once", () => {
    const inputs = { name: "", amount: Number.NaN, due: "2025-12-31", stage: "open", paid: false };
    const { mistakes } = parseRow(fields, inputs);
    expect(Object.keys(mistakes)).toEqual(["name", "amount", "due"]);
  });
});

describe("choices", () => {
  it("[DEMO-24] search finds words in any order, without regard to case or accents", () => {
    expect(matchesSearch("lind tomas", "Tomás Lindqvist")).toBe(true);
    expect(matchesSearch("fuel weil", "Northgate Fuel", "Jonas Weil")).toBe(true);
    expect(matchesSearch("fuel", "Northgate", null, undefined)).toBe(false);
    expect(matchesSearch("  ", "anything")).toBe(true);
  });

  it("offers each used value once, sorted", () => {
    const rows = [{ kind: "Legal" }, { kind: "  " }, { kind: "Hosting" }, { kind: "Legal" }, { kind: null }];
    expect(usedChoices(rows, (row) => row.kind).map((choice) => choice.id)).toEqual(["Hosting", "Legal"]);
  });
});
