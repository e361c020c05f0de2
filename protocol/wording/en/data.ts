/** Parameters, sources and named results. */
export const data = {
  "data.parameters-title": "Parameters",
  "data.parameters-no-notebook": "Open a notebook to see its parameters.",
  "data.parameters-none": "This notebook has no parameters. Add them to its front matter:",
  "data.parameters-note": "Values are yours and stay on this machine. The file keeps its defaults.",
  "data.parameter-means": "means {value}",
  "data.parameter-reset": "Reset",
  "data.parameter-reset-to": "Back to the file’s default: {value}",
  "data.parameter-pick": "Pick {name} from a calendar",
  "data.parameter-true": "true",
  "data.parameter-false": "false",
} as const;
