export const importing = {
  // A file that becomes no notebook.
  "import.not-utf8": "This is not a UTF-8 text file.",
  "import.not-utf8.hint": "Save or export it as UTF-8. Nothing was written.",
  "import.empty-file": "The file is empty.",
  "import.not-json": "The file is damaged: its JSON cannot be read ({reason}).",
  "import.not-json.hint": "Export the notebook again, or take the file from a backup. Nothing was written.",
  "import.unknown-format": "This is neither a Zeppelin note nor a Jupyter notebook.",
  "import.unknown-format.hint":
    "Zeppelin's files are NAME_ID.zpln and ID/note.json, or an export as JSON; Jupyter's are NAME.ipynb.",
  "import.cannot-write": "The notebook could not be written down so that it reads back the same ({reason}).",
  "import.cannot-write.hint":
    "This is a fault of the importer. Please report it with the notebook, if you may share it.",

  // The file as a whole.
  "import.leading-comment": "A comment before the notebook is left out; it made the file invalid JSON.",
  "import.trailing-text": "Stray brackets behind the end of the notebook are left out.",
  "import.angular-objects": "Angular objects have no equal and are left out: {count}.",
  "import.personalized": "Personalised mode has no equal: parameters are everyone's own here, results are not.",
  "import.report-look": "The look “report” hides code: every cell has hide: code.",
  "import.widgets": "The state of interactive widgets is left out.",
  "import.cron": "The schedule {quartz} is written as {cron}, and paused.",
  "import.cron-zone":
    "Zeppelin keeps no time zone with a schedule and means its server's. The file says UTC: change it before you start it.",
  "import.cron-zone-given": "The schedule runs in {timezone}.",
  "import.cron-user": "The schedule ran as {user}; here it runs as whoever starts it.",
  "import.cron-unreadable": "The schedule {cron} cannot be read, so there is none.",
  "import.cron-year": "The schedule {cron} names the year {year}, which cron cannot, so there is none.",
  "import.cron-day-word": "The schedule {cron} uses {word}, which cron cannot say, so there is none.",

  // What paragraphs became.
  "import.markdown": "Markdown.",
  "import.markdown-html": "In reports, HTML in the Markdown is shown as text.",
  "import.sql": "SQL.",
  "import.sql-elsewhere": "SQL that ran on another program's connection runs on the notebook's engine here.",
  "import.cluster-language": "A {language} cell. Python runs on every engine, Scala on Spark.",
  "import.other-language":
    "Nothing here runs {interpreter}: the code is kept as a cell of the language {language}, which fails when it is run.",
  "import.default-interpreter": "No interpreter is named, so the note's own holds: {interpreter}.",
  "import.raw-cell": "A raw cell is kept as text.",
  "import.disabled": "The paragraph was disabled: its code is kept as text, which does not run.",
  "import.empty": "Empty, left out.",
  "import.settings-only": "Only settings of the interpreter and no code, left out.",
  "import.hidden-title": "The title “{title}” was not shown and is left out.",
  "import.properties": "Settings behind the interpreter have no equal: {properties}.",
  "import.limit": "limit={limit} is preview: {limit}.",
  "import.save-as": "saveAs={written} is name: {name}.",
  "import.interpolate": "Values of z in braces are not put into the text here: name the cell and select from it.",
  "import.view-cell":
    "The temporary view {name} is a cell of that name: commands take no parameters, named cells do. It is read as before.",
  "import.z-show": "z.show is not known here: a cell shows the value of its last line.",
  "import.z-forms": "Forms made in code are left out: {calls}. Declare a parameter instead.",
  "import.z-calls": "Calls of Zeppelin itself have no equal: {calls}.",
  "import.free-parameter": "A colon before a name means a parameter here; declared, without a value: {names}.",

  // Forms.
  "import.form": "The form “{form}” is the parameter {parameter} ({type}).",
  "import.form-hidden": "The form “{form}” was hidden; a parameter is shown.",
  "import.form-labels": "The options of “{form}” had labels; a choice shows its values.",
  "import.form-name": "“{form}” stood for a name in the SQL: it is written identifier(:{parameter}).",
  "import.form-bare-unknown":
    "“{form}” stood outside of quotes and had no value to tell its type by: {parameter} is bound as text. Check it.",
  "import.form-default":
    "The last value of “{form}” is not one that the parameter takes, so it has no default: {value}.",
  "import.form-fixed": "“{form}” was pasted where SQL takes no parameter: its last value stands there now: {value}.",
  "import.form-values-differ":
    "“{form}” had a value of its own here: {value}. There is one parameter {parameter} for the notebook now.",
  "import.password-dropped":
    "The value of the password form “{form}” is left out. Parameters are kept with each run: give secrets to the engine instead.",

  // Charts.
  "import.chart": "The chart {mode} is chart: {type}.",
  "import.chart-pivot": "The chart's pivot ({pivot}) is a cell of its own, which computes it over all rows.",
  "import.chart-no-pivot": "The chart's pivot ({pivot}) cannot be said for this cell: a plain {type} chart is.",
  "import.chart-looks": "How the chart looked has no equal: {looks}.",
  "import.chart-pie-values": "A pie shows one value: {column}.",
  "import.chart-no-columns": "The chart {mode} names no columns and is left out.",
  "import.chart-unknown": "The chart {mode} has no equal.",
  "import.chart-not-numbers": "The chart {mode} is left out: {column} does not hold numbers.",
  "import.chart-not-last": "A cell draws its last table: the chart of output {message} is left out.",

  // Results.
  "import.results": "Results are kept as a first run. Outputs: {outputs}, of them tables: {tables}.",
  "import.result-kind": "Left out of the results: {type} ({count}).",
  "import.result-ragged": "A table whose rows are not as wide as its header is left out of the results.",
  "import.result-unplaced": "What it showed has no cell to stand under and is left out.",
  "import.result-secret": "The results hold the value of a password form and are left out.",

  // Jupyter.
  "import.magic": "{magic} says the language.",
  "import.magic-unknown":
    "{magic} is not known: the code is kept as a cell of that language, which fails when it is run.",
  "import.cell-magic": "{magic} is left out.",
  "import.line-magics": "The code asks IPython for something: {magics}.",
  "import.shell": "Shell commands are kept as a cell of the language sh, which fails when it is run.",
  "import.sql-arguments": "What stood behind the SQL magic (a connection, options) is left out.",
  "import.sql-name": "The result's name is {name}.",
  "import.sql-template": "Variables of Python stand in the SQL: declare parameters and write :name.",
  "import.parameters-cell":
    "Assigned in the cell of parameters and declared for SQL and text: {names}. The cell still has its own values.",
  "import.parameters-rest": "Lines of the cell of parameters that are no plain assignment: {lines}.",
  "import.attachments": "Pictures inside the text are left out: {names}. Save them as files beside the notebook.",
  "import.tags": "Tags have no equal: {tags}.",

  // The stored run.
  "import.from-zeppelin":
    "These results were computed by Zeppelin and imported. Zeppelin keeps no types: what is written as a number is shown as one.",
  "import.from-jupyter": "These results were computed by Jupyter and imported.",
  "import.failed": "It had failed before it was imported.",

  // between import.
  "cli.verb.import": "turns notes of Zeppelin and notebooks of Jupyter into notebooks",
  "cli.about.import":
    "Turns notes of Zeppelin (.zpln, note.json, exports) and notebooks of Jupyter (.ipynb) into .between-nb files, whole folders at once. Nothing is run, the originals are not touched, and a file that is there is not overwritten. Results become a first run, which “between report” shows.",
  "cli.option.import-out": "write below this folder instead of beside the originals",
  "cli.option.import-force": "overwrite notebooks that are there and differ",
  "cli.option.import-timezone": "IANA time zone of the notebooks and of the times in them (UTC)",
  "cli.option.import-report": "write what became of each paragraph as Markdown",
  "cli.option.import-json": "one JSON object a line for each file, with the whole report",
  "import.file-done": "{from} → {to}",
  "import.file-unchanged": "{from} → {to} (as it was)",
  "import.file-exists": "{to} is there already and says something else.",
  "import.file-exists.hint": "--force overwrites it; --out writes elsewhere.",
  "import.file-schedule": "schedule, paused: {file}",
  "import.file-schedule-kept": "{file} is there already and stays as it is.",
  "import.file-run": "results: run {run}",
  "import.file-no-run": "The results could not be kept: {reason}",
  "import.file-counts": "{converted} converted, {approximated} approximated, {dropped} dropped",
  "import.file-skipped-trash": "{from} is in the trash and is left out.",
  "import.outcome.converted": "converted",
  "import.outcome.approximated": "approximated",
  "import.outcome.dropped": "dropped",
  "import.paragraph": "paragraph {index}",
  "import.paragraph-titled": "paragraph {index} “{title}”",
  "import.cell": "cell {index}",
  "import.cell-titled": "cell {index} “{title}”",
  "import.whole": "notebook",
  "import.nothing": "{path}: there is no note of Zeppelin and no notebook of Jupyter.",
  "import.nothing.hint": "Looked for .zpln, note.json, .json and .ipynb, in folders below too.",
  "import.summary":
    "Imported: {imported}. Unchanged: {unchanged}. Failed: {failed}. Paragraphs and cells: {converted} converted, {approximated} approximated, {dropped} dropped.",
  "import.report-title": "Import report",
  "import.report-columns": "paragraph | language | outcome | what became of it",
  "import.report-written": "Report: {file}",
} as const;
