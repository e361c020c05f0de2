export const notebook = {
  // The file as a whole.
  "notebook.front-matter-unclosed": "The front matter begins with “---” on the first line and never ends.",
  "notebook.front-matter-unclosed.hint":
    "Close it with a line “---”. To begin with a rule instead, put a line in front of it.",
  "notebook.fence-unclosed": "This {language} cell never ends.",
  "notebook.fence-unclosed.hint": "Close it with a line of as many backticks as it begins with.",
  "notebook.newer-version": "This notebook has version {version} of the format; this program reads up to {ours}.",
  "notebook.newer-version.hint": "Update Between Notebooks.",
  "notebook.cannot-edit": "“{key}” is written in a way that cannot be changed safely here.",
  "notebook.cannot-edit.hint": "Change it in the text. Nothing was changed.",

  // YAML, in front matter and options.
  "notebook.yaml": "This is not valid YAML: {reason}.",
  "notebook.not-a-map": "Keys and values are expected here, not “{value}”.",
  "notebook.not-a-map.hint": "Write “key: value”.",
  "notebook.duplicate-key": "“{key}” stands here twice.",
  "notebook.unknown-key": "“{key}” is not known. It is kept and has no effect.",
  "notebook.unknown-key-nearest": "“{key}” is not known. It is kept and has no effect.",
  "notebook.unknown-key-nearest.hint": "Did you mean “{nearest}”?",
  "notebook.missing-key": "“{key}” needs “{missing}”.",
  "notebook.option-too-late": "This line looks like the option “{key}” but stands behind code, so it is a comment.",
  "notebook.option-too-late.hint": "Move it to the first lines of the cell.",

  // Values of keys.
  "notebook.expected-text": "“{key}” must be text, not “{value}”.",
  "notebook.expected-boolean": "“{key}” must be true or false, not “{value}”.",
  "notebook.expected-integer": "“{key}” must be a whole number of at least {min}, not “{value}”.",
  "notebook.expected-integer-between": "“{key}” must be a whole number from {min} to {max}, not “{value}”.",
  "notebook.expected-duration": "“{key}” must be a duration, not “{value}”.",
  "notebook.expected-duration.hint": "Write seconds, minutes or hours: 90s, 10m, 2h.",
  "notebook.expected-one-of": "“{key}” must be one of {values}, not “{value}”.",
  "notebook.expected-list": "“{key}” must be a list, not “{value}”.",
  "notebook.expected-list.hint": "Write it in brackets: [a, b].",
  "notebook.expected-map": "“{key}” must be keys with values.",
  "notebook.expected-map.hint": "Write them in braces: {a: 1, b: 2}.",
  "notebook.empty-text": "“{key}” is empty.",
  "notebook.empty-list": "“{key}” is an empty list.",

  // Front matter.
  "notebook.invalid-id": "“{value}” cannot be the id of a notebook.",
  "notebook.invalid-id.hint": "Letters, digits, “_”, “-” and “.”, in parts divided by “/”: growth/signup-funnel.",
  "notebook.unknown-timezone": "There is no time zone “{value}”.",
  "notebook.unknown-timezone.hint": "Write its IANA name, such as Asia/Seoul or UTC.",
  "notebook.unknown-timezone-nearest": "There is no time zone “{value}”.",
  "notebook.unknown-timezone-nearest.hint": "Did you mean {nearest}?",

  // Names.
  "notebook.invalid-name": "“{value}” cannot be a name.",
  "notebook.invalid-name.hint": "A name is made of letters, digits and “_”, and does not begin with a digit.",
  "notebook.invalid-parameter-name": "“{value}” cannot be the name of a parameter.",
  "notebook.invalid-parameter-name.hint":
    "SQL takes “:name” with the letters a to z, digits and “_” only. What people see goes into “label”.",
  "notebook.duplicate-name": "“{name}” is the name of another cell, on line {first}.",
  "notebook.duplicate-name.hint": "Each name stands for one result. Choose another.",
  "notebook.name-of-source": "“{name}” is the name of a source, on line {first}.",
  "notebook.name-of-source.hint": "The cell's result would hide the source. Choose another name.",

  // Parameters.
  "notebook.choice-needs-options": "“{key}” is a choice and has no options.",
  "notebook.choice-needs-options.hint": "List them in the front matter: options: [a, b].",
  "notebook.only-for-choice": "“{key}” is only for parameters of type choice.",
  "notebook.wrong-default": "The default “{value}” is not of the parameter's type, {type}.",
  "notebook.unknown-parameter": "The notebook has no parameter “{name}”.",
  "notebook.unknown-parameter.hint": "Declare it under “params:”, or give its type too: --param {name}:text=…",
  "notebook.unknown-parameter-nearest": "The notebook has no parameter “{name}”.",
  "notebook.unknown-parameter-nearest.hint": "Did you mean “{nearest}”?",
  "notebook.missing-parameter": "The parameter “{name}” ({type}) has no value.",
  "notebook.missing-parameter.hint": "Give one, --param {name}=…, or a default in the front matter.",
  "notebook.declared-otherwise": "The parameter “{name}” is of type {type} in the notebook, not {given}.",
  "notebook.declared-otherwise.hint": "Leave the type out: --param {name}=…",
  "notebook.takes-one-value": "The parameter “{name}” takes one value and was given {count}.",
  "notebook.takes-one-value.hint": "A choice with “multiple: true” takes several.",
  "notebook.not-integer": "“{value}” is no whole number, which the parameter “{name}” must be.",
  "notebook.integer-out-of-range": "{value} does not fit into 64 bits, as the parameter “{name}” must.",
  "notebook.not-number": "“{value}” is no number, which the parameter “{name}” must be.",
  "notebook.number-out-of-range": "{value} is too large for the parameter “{name}”.",
  "notebook.not-boolean": "“{value}” is neither true nor false, as the parameter “{name}” must be.",
  "notebook.not-date": "“{value}” is no date, which the parameter “{name}” must be.",
  "notebook.not-date.hint": "Write YYYY-MM-DD, today, yesterday, or days back such as today-7d.",
  "notebook.not-timestamp": "“{value}” is no point in time, which the parameter “{name}” must be.",
  "notebook.not-timestamp.hint":
    "Write YYYY-MM-DD HH:MM:SS, in the notebook's time zone unless an offset such as +09:00 follows.",
  "notebook.not-an-option": "“{value}” is not among the options of the parameter “{name}”.",
  "notebook.not-an-option.hint": "Its options are {options}.",
  "notebook.undeclared-parameter": "The parameter “:{name}” is not declared.",
  "notebook.undeclared-parameter.hint": "Declare it in the front matter: params: {name}, with its type.",
  "notebook.undeclared-parameter-nearest": "The parameter “:{name}” is not declared.",
  "notebook.undeclared-parameter-nearest.hint": "Did you mean “:{nearest}”?",

  // Sources.
  "notebook.path-or-result": "“{key}” needs either “path” or “result”.",
  "notebook.source-needs-format": "The ending of “{value}” does not tell its format.",
  "notebook.source-needs-format.hint": "Add “format”: json, csv, text, parquet or delta.",
  "notebook.source-needs-schema":
    "“on-malformed: {onMalformed}” needs a “schema”: which lines are malformed depends on it.",
  "notebook.source-needs-schema.hint":
    "Add the columns, such as schema: ts timestamp, user bigint. “Add Data…” in the editor and between sources add write them.",
  "notebook.source-exists": "There is a source “{name}” already.",
  "notebook.source-exists.hint": "Choose another name, or change it in the text.",

  // Cells.
  "notebook.unknown-language": "“{language}” is not a language that runs. The cell is kept, and fails when it is run.",
  "notebook.unknown-language-nearest":
    "“{language}” is not a language that runs. The cell is kept, and fails when it is run.",
  "notebook.unknown-language-nearest.hint": "Did you mean {nearest}?",
  "notebook.needs-editor": "Cells in {language} are drawn by the editor; this version keeps and shows them only.",
  "notebook.needs-cluster": "Scala cells ({count} here) run on Apache Spark and not on the embedded engine.",
  "notebook.needs-cluster.hint":
    "Name an engine of Spark in the front matter, such as engine: local-spark. A server whose own engine is Spark runs them as they are.",
  "notebook.unknown-reference": "Nothing is named “{name}”. The text is shown as it is written.",
  "notebook.unknown-reference-nearest": "Nothing is named “{name}”. The text is shown as it is written.",
  "notebook.unknown-reference-nearest.hint": "Did you mean “{nearest}”?",
  "notebook.pie-takes-one": "A pie shows one column; “{key}” lists several.",
  "notebook.series-or-many": "A chart takes either “series” or several columns in “y”.",
  "notebook.save-append-or-replace": "“append” and “replace” exclude each other.",
  "notebook.save-needs-partition": "“replace: partitions” needs “partition”.",
  "notebook.save-needs-partition.hint": "Name the columns that the files are divided by, or write “replace: all”.",
  "notebook.save-parquet-all": "Plain Parquet can only be replaced as a whole.",
  "notebook.save-parquet-all.hint":
    "Write “replace: all”, or use the format delta, which replaces partitions and appends.",
  "notebook.expect-rows-or-column": "An expectation is either about “rows” or about a “column”.",
  "notebook.expect-nothing": "This expectation expects nothing.",
  "notebook.expect-nothing.hint": "Add min or max; of a column also unique or not-null.",
  "notebook.expect-min-above-max": "“min” is greater than “max”.",
  "notebook.expect-later":
    "“{key}” compares with earlier runs, which comes with the daily batch. It is kept and not checked yet.",
} as const;
