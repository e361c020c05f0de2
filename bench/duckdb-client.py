"""DuckDB in memory, as it is set up by itself. One JSON request a line on standard input, one JSON answer a line."""
import json
import sys
import time

import duckdb

database = duckdb.connect()
database.sql("set timezone = 'UTC'")
database.sql("select 1").fetchall()


def answer(value):
    print(json.dumps(value), flush=True)


def source(name, path, format, columns):
    if format == "json":
        types = ", ".join(f"{column}: '{type}'" for column, type in columns.items())
        reads = f"read_json('{path}', format = 'newline_delimited', columns = {{{types}}}, hive_partitioning = true, hive_types = {{dt: varchar}})"
    else:
        reads = f"read_parquet('{path}', hive_partitioning = true, hive_types = {{dt: varchar}})"
    database.sql(f"create or replace view {name} as select * from {reads}")
    return {}


def rows(sql):
    started = time.perf_counter()
    found = database.sql(sql).fetchall()
    took = (time.perf_counter() - started) * 1000
    return {"ms": took, "rows": len(found), "sum": sum(value for row in found for value in row if isinstance(value, int))}


handlers = {"source": source, "rows": rows}
answer({"ready": True})
for line in sys.stdin:
    request = json.loads(line)
    try:
        answer(handlers[request.pop("do")](**request))
    except Exception as error:
        answer({"error": str(error)})
