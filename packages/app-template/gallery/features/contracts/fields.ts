import {
  choiceField,
  dateField,
  type FieldTable,
  moneyField,
  personField,
  suggestField,
  textField,
} from "@/lib/fields";
import { type Contract, statuses } from "./types";

export const contractFields: FieldTable<Contract> = {
  vendor: textField("Vendor", { required: "Enter the vendor’s name." }),
  category: suggestField("Category"),
  owner: personField("Owner"),
  amount: moneyField("A year"),
  noticeBy: dateField("Notice by"),
  status: choiceField("Status", statuses),
};
