import type { Filter, Sort } from "mongodb";
import { nullMarker } from "../core/field-values.ts";
import type { Test } from "../core/filter-test.ts";
import type { ListPlan } from "../core/list-plan.ts";
import type { Scalar } from "../database.ts";
import type { StoredDocument } from "./documents.ts";

type MongoFilter = Filter<StoredDocument>;

export const storedName = (field: string): string => (field === "id" ? "_id" : field);
const storedScalar = (value: Scalar) => value ?? nullMarker;

/** MongoDB compares within one type, strings by their bytes, as the port does. */
export function testFilter(test: Test): MongoFilter {
  switch (test.kind) {
    case "all": {
      const [only] = test.of;
      if (test.of.length <= 1) return only ? testFilter(only) : {};
      return { $and: test.of.map(testFilter) };
    }
    case "any":
      return test.of.length === 0 ? { _id: { $in: [] } } : { $or: test.of.map(testFilter) };
    case "is":
      return condition(test.field, { $eq: storedScalar(test.value) });
    case "is-not":
      return condition(test.field, { $ne: storedScalar(test.value) });
    case "one-of":
      return condition(test.field, { $in: test.values.map(storedScalar) });
    case "present":
    case "absent":
      return condition(test.field, { $exists: test.kind === "present" });
    case "gt":
    case "gte":
      return condition(test.field, { [`$${test.kind}`]: test.value });
    case "lt":
    case "lte": {
      const above = typeof test.value === "number" ? { $gt: nullMarker } : {};
      return condition(test.field, { [`$${test.kind}`]: test.value, ...above });
    }
  }
}

function condition(field: string, operators: Record<string, unknown>): MongoFilter {
  return { [storedName(field)]: operators };
}

export function orderSort(order: ListPlan["order"]): Sort {
  return order.map(({ name, descending }): [string, 1 | -1] => [storedName(name), descending ? -1 : 1]);
}
