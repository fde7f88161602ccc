"""What commands take and give: rows, and the names of their fields in order."""


class Table:
    """`rows` are dicts of text and lists, in which null is missing. `fields` is
    None where the rows are events: all that any of them has."""

    def __init__(self, rows, fields=None):
        self.rows = rows
        self._fields = None if fields is None else list(dict.fromkeys(fields))

    @property
    def fields(self):
        if self._fields is None:
            self._fields = list(dict.fromkeys(name for row in self.rows for name in row))
        return self._fields

    @property
    def known(self):
        """Whether the names of the fields were said."""
        return self._fields is not None

    def with_rows(self, rows, added=()):
        """Other rows, with fields that they have besides."""
        fields = None if self._fields is None else \
            self._fields + [name for name in added if name not in self._fields]
        return Table(rows, fields)
