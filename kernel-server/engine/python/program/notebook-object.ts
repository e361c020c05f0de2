/** `between`: what a Python cell has of its notebook. */
export const notebookObject = String.raw`
import collections.abc, datetime

class Parameters(collections.abc.Mapping):
    """The run's parameters by name, as values of Python: between.params["day"] or between.params.day."""

    def __getitem__(self, name):
        return next(typed(one) for one in State.params if one["name"] == name)

    def __iter__(self):
        return (one["name"] for one in State.params)

    def __len__(self):
        return len(State.params)

    def __getattr__(self, name):
        if name in self:
            return self[name]
        raise AttributeError("the notebook declares no parameter %s" % name)

    def __contains__(self, name):
        return any(one["name"] == name for one in State.params)

    def __dir__(self):
        return list(self)

    def __repr__(self):
        return repr(dict(self))

def typed(one):
    value = one["value"]
    if isinstance(value, list):
        return list(value)
    kind = one["type"]
    if kind == "integer":
        return int(value)
    if kind == "number":
        return float(value)
    if kind == "boolean":
        return value == "true"
    if kind == "date":
        return datetime.date.fromisoformat(value)
    if kind == "timestamp":
        from zoneinfo import ZoneInfo
        at = datetime.datetime.fromisoformat(value.replace("Z", "+00:00"))
        return at if at.tzinfo else at.replace(tzinfo=ZoneInfo(hello["timezone"]))
    return value

class Values(collections.abc.Mapping):
    """The columns of named results of one row, as text shows them with {{name.column}}: between.values["dau.users"]."""

    def __getitem__(self, key):
        name, _, column = key.rpartition(".")
        if not name:
            return Between.params[key]
        frame = Between.table(name)
        rows = frame.select(frame[column]).limit(2).collect()
        if len(rows) != 1:
            raise KeyError("%s has %s rows; a value is taken from a result of one row" % (name, "no" if not rows else "several"))
        return rows[0][0]

    def __iter__(self):
        return iter(Between.params)

    def __len__(self):
        return len(Between.params)

class Between:
    """The notebook that this cell stands in."""
    params = Parameters()
    values = Values()

    @staticmethod
    def table(name):
        """A source, or the result of a named cell, as a Spark frame."""
        return spark.table(TICK + name.replace(TICK, TICK + TICK) + TICK)

    def __repr__(self):
        return "between.params, between.table(name), between.values[name.column]"

TICK = chr(96)
`;
