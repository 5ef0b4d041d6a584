const number = "(?:\\d+|x|X|\\*)";
const suffix = "(?:-[0-9A-Za-z.-]+)?(?:\\+[0-9A-Za-z.-]+)?";
const comparator = new RegExp(`^(?:[~^]|[<>]=?|=)?v?${number}(?:\\.${number}){0,2}${suffix}$`);
const tag = /^[a-z][a-z0-9-]{0,40}$/i;

/**
 * True for a semver range or a tag, which npm looks up in the registry. Everything that npm would fetch from elsewhere
 * (git, URLs, GitHub shorthands, files, folders, tarballs, aliases, workspaces) is false. Pure.
 */
export function isRegistryVersion(spec: string): boolean {
  const text = spec.trim();
  if (text.length > 200) return false;
  if (text === "" || tag.test(text)) return true;
  return text.split("||").every((part) => {
    const range = part.trim().replace(/([<>=~^])\s+/g, "$1");
    const tokens = range.split(/\s+(?:-\s+)?/).filter((token) => token !== "");
    return tokens.length > 0 && tokens.every((token) => comparator.test(token));
  });
}
