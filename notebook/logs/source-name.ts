/** A name for a source that SQL takes without quotes, from its path: the file's name, or the nearest folder that is no partition and no glob. */
export function sourceName(path: string): string {
  const parts = path
    .replace(/^[a-z0-9]+:\/\//i, "")
    .split("/")
    .filter((part) => part !== "" && part !== "." && part !== "..");
  const telling = parts.toReversed().find((part) => !part.includes("=") && !/[*?[{]/.test(part)) ?? "logs";
  const name = telling
    .replace(/(?<=.)\..*$/, "")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, "_")
    .replace(/^_+|_+$/g, "");
  return name === "" ? "logs" : /^\d/.test(name) ? `logs_${name}` : name;
}
