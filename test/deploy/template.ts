import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parseDocument } from "yaml";
import type { CollectionTag, ScalarTag } from "yaml";
import { z } from "zod";

export const templateFile = fileURLToPath(new URL("../../deploy/cloudformation.yaml", import.meta.url));

const functions = ["Ref", "If", "Sub", "GetAtt", "Equals", "Not", "And", "Or", "FindInMap", "Select", "Cidr"];
const longName = (short: string) => (short === "Ref" ? short : `Fn::${short}`);

/** `!Sub text` and its like as `{"Fn::Sub": text}`, so that a walk over the template sees them. */
const tags: (ScalarTag | CollectionTag)[] = functions.flatMap((short): (ScalarTag | CollectionTag)[] => [
  { tag: `!${short}`, resolve: (text: string) => ({ [longName(short)]: text }) },
  { tag: `!${short}`, collection: "seq", resolve: (node) => ({ [longName(short)]: node.toJSON() as unknown }) },
]);

const resource = z.object({
  Type: z.string(),
  Condition: z.string().optional(),
  DeletionPolicy: z.string().optional(),
  Properties: z.record(z.string(), z.unknown()).default({}),
});
const parameter = z.object({
  Type: z.string(),
  Default: z.union([z.string(), z.number()]).optional(),
  AllowedValues: z.array(z.string()).optional(),
  AllowedPattern: z.string().optional(),
});
const machine = z.object({
  Cores: z.string(),
  MemoryGiB: z.string(),
  Architecture: z.enum(["arm64", "x86"]),
  ExecutorCores: z.string(),
  ExecutorMemory: z.string(),
  DriverMemory: z.string(),
});
const template = z.object({
  Parameters: z.record(z.string(), parameter),
  Mappings: z.object({ Machines: z.record(z.string(), machine) }),
  Resources: z.record(z.string(), resource),
  Outputs: z.record(z.string(), z.object({ Description: z.string(), Value: z.unknown() })),
});
export type Template = z.infer<typeof template>;

export const templateText = (): string => readFileSync(templateFile, "utf8");

/** The template as data, its functions in their long form. */
export function readTemplate(): Template {
  const document = parseDocument(templateText(), { customTags: tags });
  if (document.errors[0]) throw document.errors[0];
  return template.parse(document.toJS());
}
