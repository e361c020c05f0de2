/** True for an error of the operating system with this code, such as `ENOENT`. */
export function hasCode(thrown: unknown, ...codes: string[]): boolean {
  return thrown instanceof Error && "code" in thrown && typeof thrown.code === "string" && codes.includes(thrown.code);
}
