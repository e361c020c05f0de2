/** Compares the numbers of two versions such as 1.10.2; what follows a "+" names a build and not an order. */
export function isNewer(other: string | undefined, version: string): boolean {
  if (other === undefined) return false;
  const numbers = (text: string) => (text.split("+")[0] ?? "").split(/[^0-9]+/).map(Number);
  const ours = numbers(version);
  for (const [i, theirs] of numbers(other).entries()) {
    const difference = theirs - (ours[i] ?? 0);
    if (difference !== 0) return difference > 0;
  }
  return false;
}
