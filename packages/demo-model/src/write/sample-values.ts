import type { FieldSpec } from "../spec/app-spec.ts";

/** A list of values for samples, under the name that it has in code. */
export interface SampleList {
  name: string;
  values: readonly string[];
}

const list = (name: string, values: string): SampleList => ({ name, values: values.split(", ") });

const companies = list(
  "companies",
  "Brightdesk, Cloudmere, Ledgerline, Parcelio, Northgate Fuel, Kestrel Telecom, Palletwise, Inkwell Press, " +
    "Harbour Cleaning, Saltmarsh Legal, Orchard Foods, Blue Fjord, Vantage Optics, Citrus House, Maison Verte, " +
    "Greenleaf, Tidewater Labs, Copperfield Tools, Larkspur Media, Stonebridge Bank, Willow Works, Granite Supply, " +
    "Amber Insurance, Juniper Travel",
);
const people = list(
  "people",
  "Hanna Brandt, Diego Salas, Mei Tanaka, Marta Ruiz, Kenji Mori, Sara Lindholm, Paul Becker, Amara Osei, Julie Petit, " +
    "Ravi Nair, Lena Fischer, Omar Haddad, Ines Costa, Noah Visser, Freya Dahl, Tomas Novak, Priya Shah, Luca Conti, " +
    "Aoife Byrne, Jonas Weil, Nadia Kaya, Erik Holm, Chloe Martin, Samir Aziz",
);
const titles = list(
  "titles",
  "Update the price list, Plan the spring visit, Label printer jams, Move to the new depot, Review the safety notes, " +
    "Order new scanners, Answer takes too long, Invoice shows old address, Train the night team, Map the cold chain, " +
    "Clean up the archive, Compare three offers, Draft the quarterly letter, Fix the loading ramp, Check the fire doors, " +
    "Prepare the open day, Renew the badges, Measure the waiting time, Switch to paperless, Test the backup, " +
    "Welcome the new driver, Repair the north gate, Count the pallets, Close the old account",
);
const places = list("places", "Hamburg, Lyon, Porto, Malmö, Gdańsk, Utrecht");
const kinds = list("kinds", "Operations, Finance, Sales, Support, Product");
const remarks = list(
  "remarks",
  "Agreed in the last meeting., Waiting for an answer until Friday., Came up twice this month., Nothing to add yet., " +
    "Please look at it together., Works well since the change.",
);

const companyLabel = /\b(vendor|customer|supplier|company|client|tenant|manufacturer|carrier)\b/i;
const personLabel = /\b(contact|joiner|candidate|guest|visitor|author|student|patient|driver|host)\b/i;
const placeLabel = /\b(place|location|region|city|country|site|office|room|shelf|address|channel)\b/i;
const personNoun =
  /\b(candidate|applicant|person|visitor|guest|member|student|patient|employee|colleague|contact)$/i;

/** Which values suit a text field; a field that names rows takes a list of 24. */
export function sampleListOf(
  field: FieldSpec,
  { isNaming, noun }: { isNaming: boolean; noun: string },
): SampleList {
  if (field.type === "long") return remarks;
  if (companyLabel.test(field.label)) return companies;
  if (personLabel.test(field.label) || (isNaming && personNoun.test(noun))) return people;
  if (isNaming) return /\b(title|subject|task|what|item|objective)\b/i.test(field.label) ? titles : companies;
  return placeLabel.test(field.label) ? places : kinds;
}
