"""PySpark's client on a Sail of its own, or in the session of BENCH_REMOTE. One JSON request a line on standard input, one JSON answer a line."""
import json
import os
import sys
import time

import pyarrow.compute
from pyspark.sql import SparkSession

remote = os.environ.get("BENCH_REMOTE")
if remote:
    token = os.environ.get("BENCH_REMOTE_TOKEN")
    url = remote + (";token=" + token if token else "")
else:
    from pysail.spark import SparkConnectServer

    server = SparkConnectServer("127.0.0.1", 0)
    server.start(background=True)
    host, port = server.listening_address
    url = f"sc://{host}:{port}"
spark = SparkSession.builder.remote(url).getOrCreate()
spark.sql("select 1").toArrow()


def answer(value):
    print(json.dumps(value), flush=True)


def source(name, path, schema, format="json"):
    spark.read.schema(schema).format(format).load(path).createOrReplaceTempView(name)
    return {}


def sum_of(table):
    columns = [column for column in table.columns if pyarrow.types.is_integer(column.type)]
    return sum(pyarrow.compute.sum(column).as_py() or 0 for column in columns)


def rows(sql, repeat):
    took = []
    for _ in range(repeat):
        started = time.perf_counter()
        table = spark.sql(sql).toArrow()
        took.append((time.perf_counter() - started) * 1000)
    return {"ms": took, "rows": table.num_rows, "sum": sum_of(table)}


def stream(sql):
    frame = spark.sql(sql)
    started = time.perf_counter()
    request = spark.client._execute_plan_request_with_metadata()
    request.plan.CopyFrom(frame._plan.to_proto(spark.client))
    count = size = 0
    # The client's own reader of batches: `toArrow` would also keep and join them.
    for batch in spark.client._execute_and_fetch_as_iterator(request, []):
        if hasattr(batch, "num_rows"):
            count += batch.num_rows
            size += batch.nbytes
    return {"ms": (time.perf_counter() - started) * 1000, "rows": count, "bytes": size}


handlers = {"source": source, "rows": rows, "stream": stream}
answer({"ready": True})
for line in sys.stdin:
    request = json.loads(line)
    try:
        answer(handlers[request.pop("do")](**request))
    except Exception as error:
        answer({"error": str(error)})
# The session is its owner's: PySpark would end it when the process does.
sys.stdout.flush()
os._exit(0)
