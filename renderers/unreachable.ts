/** For the default of a switch that has a case for everything: the compiler finds what was forgotten. */
export function unreachable(value: never): never {
  throw new TypeError(`no case for ${String(value)}`);
}
