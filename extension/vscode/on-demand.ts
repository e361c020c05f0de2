import type { Commands, Part } from "../parts.ts";

/** A part that is only commands, and is loaded when the first of them is called. */
export function onDemand(ids: readonly string[], load: () => Promise<Part>): Part {
  let loaded: Promise<Part> | undefined;
  const command =
    (id: string) =>
    async (...args: readonly unknown[]): Promise<unknown> => {
      loaded ??= load();
      return (await loaded).commands?.[id]?.(...args);
    };
  const commands: Commands = Object.fromEntries(ids.map((id) => [id, command(id)]));
  return { commands, dispose: () => void loaded?.then((part) => void part.dispose()) };
}
