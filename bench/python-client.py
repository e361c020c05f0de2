"""PySpark's client on a Sail of its own. One JSON request a line on standard input, one JSON answer a line."""
import json
import sys
import time

from pysail.spark import SparkConnectServer
from pyspark.sql import SparkSession

server = SparkConnectServer("127.0.0.1", 0)
server.start(background=True)
host, port = server.listening_address
spark = SparkSession.builder.remote(f"sc://{host}:{port}").getOrCreate()
spark.sql("select 1").toArrow()


def answer(value):
    print(json.dumps(value), flush=True)


def source(name, path, schema):
    spark.read.schema(schema).json(path).createOrReplaceTempView(name)
    return {}


def rows(sql, repeat):
    took = []
    for _ in range(repeat):
        started = time.perf_counter()
        table = spark.sql(sql).toArrow()
        took.append((time.perf_counter() - started) * 1000)
    return {"ms": took, "rows": table.num_rows}


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
