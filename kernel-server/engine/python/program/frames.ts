/** Tables of every library as what the server shows: Spark frames under a temp view, others as Arrow or, where they are long, sent to Spark. */
export const frames = String.raw`
import uuid

SENT_BYTES = 16 << 20

def show_spark(frame):
    view = "__between_python_" + uuid.uuid4().hex
    frame.createOrReplaceTempView(view)
    tell(t="view", view=view, shown=State.shown)

def show_pandas(frame):
    show_arrow(arrow_of_pandas(frame))

def show_series(series):
    show_pandas(series.to_frame(name=series.name if series.name is not None else "value"))

def show_polars(frame):
    show_arrow(frame.to_arrow())

def show_lazy(frame):
    show_polars(frame.collect())

def show_arrow(table):
    import pyarrow as pa
    if isinstance(table, pa.RecordBatch):
        table = pa.Table.from_batches([table])
    table = spark_types(table)
    if table.num_rows > State.preview or table.nbytes > SENT_BYTES:
        return show_spark(spark.createDataFrame(table))
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema) as writer:
        writer.write_table(table)
    tell(t="rows", ipc=base64.b64encode(sink.getvalue()).decode(), more=False, shown=State.shown)

def arrow_of_pandas(frame):
    import pandas as pd, pyarrow as pa
    if isinstance(frame.columns, pd.MultiIndex):
        frame = frame.set_axis([" ".join(map(str, column)) for column in frame.columns], axis=1)
    index = frame.index
    if not (isinstance(index, pd.RangeIndex) and index.name is None):
        names = [name if name is not None else "index" if index.nlevels == 1 else "level_%d" % i for i, name in enumerate(index.names)]
        left = [index.get_level_values(i) for i in range(index.nlevels)]
    else:
        names, left = [], []
    columns = left + [frame.iloc[:, i] for i in range(frame.shape[1])]
    names = distinct(names + list(frame.columns))
    return pa.table([arrow_column(column) for column in columns], names=names)

def arrow_column(values):
    import pandas as pd, pyarrow as pa
    if isinstance(getattr(values, "dtype", None), (pd.PeriodDtype, pd.IntervalDtype)):
        values = values.astype(str)
    try:
        return pa.array(values, from_pandas=True)
    except (pa.ArrowInvalid, pa.ArrowTypeError, pa.ArrowNotImplementedError, OverflowError, UnicodeEncodeError):
        # Values of several types, of one that Arrow does not know, or beyond its own (integers of more than 64 bits, halves
        # of surrogate pairs) are shown as Python writes them.
        missing = pd.isna(values) if getattr(values, "dtype", None) is not None else [False] * len(values)
        return pa.array([None if absent else written(value) for value, absent in zip(values, missing)], pa.string())

def written(value):
    return str(value).encode("utf-8", "backslashreplace").decode()

def distinct(names):
    seen, out = set(), []
    for name in map(str, names):
        unique, n = name, 2
        while unique.lower() in seen:
            unique, n = "%s_%d" % (name, n), n + 1
        seen.add(unique.lower())
        out.append(unique)
    return out

def spark_types(table):
    """The nearest types that Spark has, so that what is shown is what SQL gets."""
    import pyarrow as pa
    fields = [pa.field(name, spark_type(field.type), field.nullable) for name, field in zip(distinct(table.column_names), table.schema)]
    columns = []
    for column, field in zip(table.columns, fields):
        if isinstance(column.type, pa.BaseExtensionType):
            column = pa.chunked_array([chunk.storage for chunk in column.chunks], column.type.storage_type)
        try:
            columns.append(column.cast(field.type, safe=False))
        except (pa.ArrowInvalid, pa.ArrowNotImplementedError):
            columns.append(pa.chunked_array([pa.array([None if v is None else str(v) for v in column.to_pylist()], pa.string())]))
            fields[len(columns) - 1] = pa.field(field.name, pa.string())
    return pa.table(columns, schema=pa.schema(fields))

def spark_type(kind):
    import pyarrow as pa
    t = pa.types
    if isinstance(kind, pa.BaseExtensionType):
        return spark_type(kind.storage_type)
    if t.is_dictionary(kind):
        return spark_type(kind.value_type)
    if t.is_uint64(kind):
        return pa.decimal128(20, 0)
    if t.is_unsigned_integer(kind):
        return {8: pa.int16(), 16: pa.int32(), 32: pa.int64()}[kind.bit_width]
    if t.is_float16(kind):
        return pa.float32()
    if t.is_large_string(kind) or t.is_string_view(kind) or t.is_null(kind):
        return pa.string()
    if t.is_large_binary(kind) or t.is_fixed_size_binary(kind) or t.is_binary_view(kind):
        return pa.binary()
    if t.is_date64(kind):
        return pa.date32()
    if t.is_timestamp(kind):
        return pa.timestamp("us", "UTC" if kind.tz else None)
    if t.is_duration(kind):
        return pa.duration("us")
    # Spark's decimals end at 38 digits.
    if t.is_decimal256(kind) or t.is_time(kind) or t.is_union(kind) or t.is_interval(kind):
        return pa.string()
    if t.is_list(kind) or t.is_large_list(kind) or t.is_fixed_size_list(kind):
        return pa.list_(spark_type(kind.value_type))
    if t.is_struct(kind):
        return pa.struct([pa.field(field.name, spark_type(field.type), field.nullable) for field in kind])
    if t.is_map(kind):
        return pa.map_(spark_type(kind.key_type), spark_type(kind.item_type))
    return kind
`;
