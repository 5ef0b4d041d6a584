const lengthMax = 40;
const lengthMin = 3;
/** Words that addresses of the product use or may use, and those that would mislead. */
const reserved = new Set(
  "account admin api app apps assets auth audit billing demo docs health help home invite invitations login logout members new onboarding preview public ready reviews root second security settings setup static status support system team teams www".split(
    " ",
  ),
);

/** The address a name asks for: `[a-z0-9-]{3,40}` and no reserved word. Names without Latin letters become `workspace`. */
export function slugOf(name: string): string {
  const plain = name
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .slice(0, lengthMax)
    .replace(/^-+|-+$/g, "");
  if (plain === "") return "workspace";
  return plain.length < lengthMin || reserved.has(plain) ? `${plain}-workspace`.slice(0, lengthMax) : plain;
}

/** The nth choice for a slug: itself, then `-2`, `-3`, … within the length. */
export function slugChoice(slug: string, nth: number): string {
  if (nth === 1) return slug;
  const suffix = `-${nth}`;
  return `${slug.slice(0, lengthMax - suffix.length).replace(/-+$/, "")}${suffix}`;
}
