/**
 * Reads a line of JSON, the names of the columns, then parts: four bytes of length (big-endian) and one whole Arrow IPC
 * stream each, a length of 0 at the end. Writes one Parquet file, row group by row group, while the parts come. Ends with 2
 * when the parts end early, with 3 and a line of JSON when a column cannot stand in Parquet.
 */
export const parquet = String.raw`
import json, sys
import pyarrow as pa
import pyarrow.parquet as pq

# Readers take a row group at a time, which is why pyarrow's own hold 1,048,576 rows; wide rows are cut by their bytes.
ROWS, BYTES = 1 << 20, 64 << 20

source = sys.stdin.buffer

def exactly(length):
    data = source.read(length)
    if len(data) < length:
        sys.exit(2)
    return data

def parts():
    while length := int.from_bytes(exactly(4), "big"):
        yield pa.ipc.open_stream(exactly(length))

def check(schema):
    for field in schema:
        try:
            pq.ParquetWriter(pa.BufferOutputStream(), pa.schema([field])).close()
        except pa.ArrowNotImplementedError:
            print(json.dumps({"column": field.name, "type": str(field.type)}), file=sys.stderr)
            sys.exit(3)

names = json.loads(source.readline())
# A pipe cannot tell where it stands; pyarrow counts by itself.
sink = pa.PythonFile(sys.stdout.buffer, mode="w")
writer, batches, rows, size = None, [], 0, 0

def write():
    global batches, rows, size
    writer.write_table(pa.Table.from_batches(batches, schema), row_group_size=max(rows, 1))
    batches, rows, size = [], 0, 0

for stream in parts():
    if writer is None:
        schema = pa.schema([field.with_name(name) for field, name in zip(stream.schema, names)])
        check(schema)
        writer = pq.ParquetWriter(sink, schema)
    for batch in stream:
        batches.append(pa.RecordBatch.from_arrays(batch.columns, schema=schema))
        rows, size = rows + batch.num_rows, size + batch.nbytes
        if rows >= ROWS or size >= BYTES:
            write()
if batches:
    write()
writer.close()
sys.stdout.buffer.flush()
`;
