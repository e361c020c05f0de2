"""Writes pyarrow.json: Arrow streams, and the texts that their cells must be shown as.

    python make_pyarrow.py        (pyarrow 26)

A case is a name, a column and the expected texts, written by hand: they are what is promised, not what some code gave.
"""
import base64
import datetime as dt
import json
import pathlib
from decimal import Decimal

import pyarrow as pa

HERE = pathlib.Path(__file__).parent
ZONE = "Asia/Seoul"
CASES = []


def case(name, array, expected):
    assert len(array) == len(expected), name
    CASES.append((name, array, expected))


case("int64", pa.array([2**63 - 1, -(2**63), 2**53 + 1, 0, None], pa.int64()),
     ["9223372036854775807", "-9223372036854775808", "9007199254740993", "0", "null"])
case("uint64", pa.array([2**64 - 1, 0], pa.uint64()), ["18446744073709551615", "0"])
case("small integers", pa.array([-128, 127, None], pa.int8()), ["-128", "127", "null"])
case("uint32", pa.array([2**32 - 1], pa.uint32()), ["4294967295"])
case("double", pa.array([0.1, 3.0, -0.0, 1e21, 5e-324, 1.7976931348623157e308, float("nan"), float("inf"), float("-inf"), None]),
     ["0.1", "3.0", "-0.0", "1e+21", "5e-324", "1.7976931348623157e+308", "NaN", "Infinity", "-Infinity", "null"])
case("float", pa.array([0.1, 16777216.0, 3.4028234663852886e38, 1.1754943508222875e-38, -0.0], pa.float32()),
     ["0.1", "16777216.0", "3.4028235e+38", "1.1754944e-38", "-0.0"])
case("half float", pa.array([1.5, float("inf"), None], pa.float16()), ["1.5", "Infinity", "null"])
case("decimal128", pa.array([Decimal("12345678901234567890123456789012345678"), Decimal("-1"), None], pa.decimal128(38, 0)),
     ["12345678901234567890123456789012345678", "-1", "null"])
case("decimal128 with a scale", pa.array([Decimal("0.01"), Decimal("-0.01"), Decimal("12345678901234567890.12"), Decimal("1.20")], pa.decimal128(38, 2)),
     ["0.01", "-0.01", "12345678901234567890.12", "1.20"])
case("decimal256", pa.array([Decimal("123"), Decimal("-" + "9" * 74 + ".99"), None], pa.decimal256(76, 2)),
     ["123.00", "-" + "9" * 74 + ".99", "null"])
case("decimal64", pa.array([Decimal("-92233720368547.58")], pa.decimal64(18, 2)), ["-92233720368547.58"])
case("decimal32", pa.array([Decimal("-1234567.89"), Decimal("0.00")], pa.decimal32(9, 2)), ["-1234567.89", "0.00"])
case("boolean", pa.array([True, False, None]), ["true", "false", "null"])
case("null", pa.nulls(2), ["null", "null"])
case("text", pa.array(["", "null", "한글 🎉", "\ufeffmarked", "a\nb", None]), ["", "null", "한글 🎉", "\ufeffmarked", "a\nb", "null"])
case("large text", pa.array(["x" * 20, None], pa.large_utf8()), ["x" * 20, "null"])
case("text view", pa.array(["short", "longer than twelve bytes", "\ufeffmarked", None], pa.string_view()),
     ["short", "longer than twelve bytes", "\ufeffmarked", "null"])
case("dictionary", pa.array(["web", "app", None, "web"]).dictionary_encode(), ["web", "app", "null", "web"])
case("run ends", pa.RunEndEncodedArray.from_arrays(pa.array([2, 3], pa.int32()), pa.array(["a", None])), ["a", "a", "null"])
case("binary", pa.array([b"\x00\xff", b"", None]), ["0x00ff", "0x", "null"])
case("large binary", pa.array([b"\x01"], pa.large_binary()), ["0x01"])
case("fixed binary", pa.array([b"\x0a\x0b"], pa.binary(2)), ["0x0a0b"])
case("binary view", pa.array([b"\x01", b"0123456789abcdef"], pa.binary_view()), ["0x01", "0x30313233343536373839616263646566"])
case("date", pa.array([dt.date(1, 1, 1), dt.date(1969, 12, 31), dt.date(2024, 2, 29), dt.date(9999, 12, 31), None]),
     ["0001-01-01", "1969-12-31", "2024-02-29", "9999-12-31", "null"])
case("date beyond four digits", pa.array([2932897, -719529], pa.int32()).cast(pa.date32()), ["+10000-01-01", "-0001-12-31"])
case("date64", pa.array([-86400000, 0], pa.int64()).cast(pa.date64()), ["1969-12-31", "1970-01-01"])
us = lambda values, zone=None: pa.array(values, pa.int64()).cast(pa.timestamp("us", zone))
case("moment", us([1795219200000000, -1, -62135596800000000, 253402300799999999, None], ZONE),
     ["2026-11-21 09:00:00+09:00", "1970-01-01 08:59:59.999999+09:00", "0001-01-01 08:27:52+08:27:52",
      "+10000-01-01 08:59:59.999999+09:00", "null"])
case("moment in summer time of 1988", us([581533200000000], "UTC"), ["1988-06-06 03:00:00+10:00"])
case("wall clock", us([1795219200000000, -500000, None]), ["2026-11-21 00:00:00", "1969-12-31 23:59:59.5", "null"])
case("seconds", pa.array([-1], pa.int64()).cast(pa.timestamp("s")), ["1969-12-31 23:59:59"])
case("milliseconds", pa.array([-1], pa.int64()).cast(pa.timestamp("ms", "UTC")), ["1970-01-01 08:59:59.999+09:00"])
case("nanoseconds", pa.array([1795219200123456789, -1], pa.int64()).cast(pa.timestamp("ns")),
     ["2026-11-21 00:00:00.123456789", "1969-12-31 23:59:59.999999999"])
case("beyond all calendars", us([9223372036854775807]), ["+294247-01-10 04:00:54.775807"])
case("time", pa.array([dt.time(9, 0), dt.time(23, 59, 59, 1)], pa.time64("us")), ["09:00:00", "23:59:59.000001"])
case("time in seconds", pa.array([dt.time(9, 0)], pa.time32("s")), ["09:00:00"])
case("day-time interval", pa.array([93784500000, -93784500000, 0, 86400000000, 500000, None], pa.int64()).cast(pa.duration("us")),
     ["1d 02:03:04.5", "-1d -02:03:04.5", "00:00:00", "1d", "00:00:00.5", "null"])
case("calendar interval", pa.array([(14, 3, 14706500000000), (0, -1, 0), (0, 0, 90000000000000), (0, 0, 9007199254740993001), (0, 0, 0), None], pa.month_day_nano_interval()),
     ["1y 2mo 3d 04:05:06.5", "-1d", "25:00:00", "2501999:47:34.740993001", "00:00:00", "null"])
case("list", pa.array([[1, None, 3], [], None]), ["[1, null, 3]", "[]", "null"])
case("list of text", pa.array([["a", 'say "hi"', None]]), ['["a", "say \\"hi\\"", null]'])
case("large list", pa.array([[1.0, 2.5]], pa.large_list(pa.float64())), ["[1.0, 2.5]"])
case("fixed list", pa.array([[1, 2], [3, 4]], pa.list_(pa.int32(), 2)), ["[1, 2]", "[3, 4]"])
case("list view", pa.array([[1], [2, 3], None], pa.list_view(pa.int32())), ["[1]", "[2, 3]", "null"])
case("struct", pa.array([{"a": 1, "b": "x"}, {"a": None, "b": None}, None]), ['{"a": 1, "b": "x"}', '{"a": null, "b": null}', "null"])
case("struct with two fields of a name",
     pa.StructArray.from_arrays([pa.array([1]), pa.array(["two"])], names=["a", "a"]), ['{"a": 1, "a": "two"}'])
case("struct with a field named as a prototype", pa.StructArray.from_arrays([pa.array([1])], names=["__proto__"]), ['{"__proto__": 1}'])
case("map", pa.array([[("k", Decimal("1.5")), ("l", None)], [], None], pa.map_(pa.utf8(), pa.decimal128(2, 1))),
     ['{"k": 1.5, "l": null}', "{}", "null"])
case("map with integer keys", pa.array([[(2**60, "x")]], pa.map_(pa.int64(), pa.utf8())), ['{1152921504606846976: "x"}'])
case("nest", pa.array([[{"t": 1795219200000000, "n": [2**63 - 1]}]],
                      pa.list_(pa.struct([("t", pa.timestamp("us", "UTC")), ("n", pa.list_(pa.int64()))]))),
     ['[{"t": "2026-11-21 09:00:00+09:00", "n": [9223372036854775807]}]'])

cases = []
for name, array, expected in CASES:
    schema = pa.schema([pa.field(name, array.type)])
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, schema) as writer:
        # Two batches where there are rows for it: offsets into a batch are then tried as well.
        half = len(array) // 2
        for part in [array.slice(0, half), array.slice(half)] if half else [array]:
            writer.write_batch(pa.record_batch([part], schema=schema))
    arrow = base64.b64encode(sink.getvalue().to_pybytes()).decode()
    cases.append({"name": name, "expected": expected, "arrow": arrow})
(HERE / "pyarrow.json").write_text(json.dumps({"timezone": ZONE, "cases": cases}, ensure_ascii=False, indent=1) + "\n")
