import { addDays, today } from "@/lib/format";
import { seed } from "./sdk.ts";

const people = [
  "ada",
  "jonas",
  null,
  null,
  "tomas",
  "grace",
  "priya",
  "tomas",
  "mei",
  "jonas",
  "grace",
  "gone",
];
const vendors = [
  "Brightdesk|Support desk",
  "Cloudmere|Hosting",
  "Harbour Cleaning|Facilities",
  "Parcelio|Label printing",
  "Northgate Fuel|Fuel cards",
  "Saltmarsh Legal|Legal",
  "Ledgerline|Accounting",
  "Kestrel Telecom|Mobile",
  "Fieldnote|Surveys",
  "Inkwell Press|Print",
  "Palletwise|Warehouse software",
  "A vendor with a name so long that no phone and hardly a desk shows all of it|Facilities",
];

export function fillContracts(): void {
  seed(
    "contracts",
    vendors.map((line, index) => {
      const [vendor, category] = line.split("|");
      return {
        vendor,
        category,
        owner: people[index],
        amount: [1840000, 9620000, 1296050, 790000, 432000, 212000, 3100000, 4475000][index % 8],
        noticeBy: addDays(today(), [2, 21, 24, 27, 28, 29, 36, 51, 59, -3, 71, 80][index] ?? 90),
        status: ["active", "review", "cancelling"][index % 3],
      };
    }),
  );
}

const names =
  "Hanna Brandt,Diego Salas,Ifeoma Eze,Yuki Sato,Chloe Martin,Salma Idrissi,Peter Hughes,Beatriz Costa,Aisha Bello";

export function fillCandidates(): void {
  seed(
    "candidates",
    names.split(",").map((name, index) => ({
      name,
      role: ["Dock planner", "Driver, night", "Data analyst"][index % 3],
      source: ["Referral", "Job board", "Website"][index % 3],
      recruiter: people[index],
      nextStep: index % 2 ? addDays(today(), index) : null,
      stage: ["applied", "applied", "applied", "phone", "phone", "interview", "interview", "offer", "hired"][
        index
      ],
    })),
  );
}
