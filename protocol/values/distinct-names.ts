/** Names that differ, for what cannot hold one twice: SQL allows two columns `n`; the second becomes `n_2`. */
export function distinctNames(names: readonly string[]): string[] {
  const taken = new Set(names);
  const used = new Set<string>();
  return names.map((name) => {
    let free = name;
    for (let i = 2; used.has(free); i++) if (!taken.has(`${name}_${i}`)) free = `${name}_${i}`;
    used.add(free);
    return free;
  });
}
