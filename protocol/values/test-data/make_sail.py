"""Writes sail.json: the Arrow stream of one row as the embedded engine sends it, and the texts of its cells.

    python make_sail.py        (pysail 0.7.2, pyspark-client 4.2.0)
"""
import base64
import json
import pathlib

import pyspark.sql.connect.proto as proto
from pysail.spark import SparkConnectServer
from pyspark.sql import SparkSession

HERE = pathlib.Path(__file__).parent
ZONE = "Asia/Seoul"
COLUMNS = [
    ("cast(9223372036854775807 as bigint)", "9223372036854775807"),
    ("cast(-128 as tinyint)", "-128"),
    ("cast('12345678901234567890123456789012345678' as decimal(38,0))", "12345678901234567890123456789012345678"),
    ("cast(1.5 as decimal(5,2))", "1.50"),
    ("cast('NaN' as double)", "NaN"),
    ("cast('-Infinity' as double)", "-Infinity"),
    ("-0.0D", "-0.0"),
    ("cast(0.1 as float)", "0.1"),
    ("timestamp'1969-12-31 23:59:59.123456'", "1969-12-31 23:59:59.123456+09:00"),
    ("timestamp_ntz'1969-12-31 23:59:59.123456'", "1969-12-31 23:59:59.123456"),
    ("date'0001-01-01'", "0001-01-01"),
    ("interval '1 02:03:04.5' day to second", "1d 02:03:04.5"),
    ("interval '-1-2' year to month", "-1y -2mo"),
    ("make_interval(1,2,0,3,4,5,6.5)", "1y 2mo 3d 04:05:06.5"),
    ("X'00FF'", "0x00ff"),
    ("array(1,null,3)", "[1, null, 3]"),
    ("map('a',1.5,'b',null)", '{"a": 1.5, "b": null}'),
    ("named_struct('a',1,'a','x')", '{"a": 1, "a": "x"}'),
    ("array(named_struct('t', timestamp'2026-01-01 00:00:00'))", '[{"t": "2026-01-01 00:00:00+09:00"}]'),
    ("'한글'", "한글"),
    ("cast(null as string)", "null"),
    ("null", "null"),
    ("true", "true"),
]

server = SparkConnectServer("127.0.0.1", 0)
server.start(background=True)
spark = (
    SparkSession.builder.remote(f"sc://127.0.0.1:{server.listening_address[1]}")
    .config("spark.sql.session.timeZone", ZONE)
    .getOrCreate()
)
query = "select " + ", ".join(f"{sql} as c{i}" for i, (sql, _) in enumerate(COLUMNS))
client = spark.client
request = client._execute_plan_request_with_metadata()
request.plan.CopyFrom(spark.sql(query)._plan.to_proto(client))
batches = [r.arrow_batch.data for r in client._stub.ExecutePlan(request) if r.HasField("arrow_batch") and r.arrow_batch.row_count]
assert len(batches) == 1
(HERE / "sail.json").write_text(
    json.dumps(
        {"timezone": ZONE, "columns": [{"sql": sql, "expected": text} for sql, text in COLUMNS], "arrow": base64.b64encode(batches[0]).decode()},
        ensure_ascii=False,
        indent=1,
    )
    + "\n"
)
