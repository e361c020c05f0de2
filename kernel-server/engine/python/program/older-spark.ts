/** What pyspark 4.2 must do otherwise for engines of before, and says where it cannot. Seen on 3.5.7 and 4.0.5. */
export const olderSpark = String.raw`
def suit_older(session):
    try:
        major, minor = (int(part) for part in session.version.split(".")[:2])
    except Exception:
        # Sail says no version where it has no pyspark beside it.
        return
    if (major, minor) < (4, 1):
        refuse(type(session), "_cache_local_relation", "a frame of more than 64 MB", "4.1", "write it as Parquet and read that")
    if major < 4:
        suit_3()

def suit_3():
    from pyspark.sql.connect.expressions import PythonUDF
    from pyspark.sql.connect.plan import SQL, LocalRelation, PythonUDTF

    # The two pickle functions in ways that the other cannot read.
    for function in (PythonUDF, PythonUDTF):
        refuse(function, "to_plan", "a function in Python", "4.0", "use pyspark.sql.functions")

    newer = SQL.command

    def command(self, client):
        """3.5 looks for a statement where pyspark 3.5 put it, and finds an empty one in what pyspark 4 sends."""
        made = newer(self, client)
        if made.sql_command.input.WhichOneof("rel_type") != "sql":
            raise lacking("a frame inside of a statement", "4.0", "name it by createOrReplaceTempView")
        sql = made.sql_command.input.sql
        made.sql_command.sql = sql.query
        for name, value in sql.named_arguments.items():
            made.sql_command.args[name].CopyFrom(value.literal)
        made.sql_command.pos_args.extend(value.literal for value in sql.pos_arguments)
        return made

    SQL.command = command
    serialized = LocalRelation._serialize_table

    def serialize_table(self):
        """3.5 reads the first batch of what it is sent and takes it for all."""
        self._table = self._table.combine_chunks()
        return serialized(self)

    LocalRelation._serialize_table = serialize_table

def lacking(what, since, instead):
    return NotImplementedError("%s needs Apache Spark %s or newer on the engine; %s" % (what, since, instead))

def refuse(kind, method, what, since, instead):
    def refused(self, *args, **named):
        raise lacking(what, since, instead)

    setattr(kind, method, refused)
`;
