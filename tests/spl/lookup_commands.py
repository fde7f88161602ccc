"""The commands lookup, inputlookup and outputlookup."""

import uuid

from language import SplError
from lookup_table import unknown_columns, values_in
from table import Table
from values import of_list


def lookup(context, command, table):
    """OUTPUT replaces what a field has, also by nothing where no row is found;
    OUTPUTNEW gives only what an event does not have. The former is not
    documented."""
    found_in = context.lookup(command.table)
    keys = [(column, field or column) for column, field in command.keys]
    new = command.output is not None and command.output.new
    if command.output is None:
        taken = {column for column, _ in keys}
        outputs = [(column, column) for column in found_in.columns if column not in taken]
    else:
        outputs = [(column, field or column) for column, field in command.output.pairs]
    columns = [column for column, _ in keys]
    _require(found_in, columns + [column for column, _ in outputs], command)
    rows = [_with_outputs(found_in, row, keys, outputs, new) for row in table.rows]
    return table.with_rows(rows, [field for _, field in outputs])


def _with_outputs(found_in, row, keys, outputs, new):
    found = []
    if all(field in row for _, field in keys):
        found = found_in.find([column for column, _ in keys], [row[field] for _, field in keys])
    if not found:
        default = found_in.default_row([column for column, _ in outputs])
        found = [default] if default else []
    row = dict(row)
    for column, field in outputs:
        value = of_list(values_in(found, column))
        if new and field in row:
            continue
        if value is not None:
            row[field] = value
        else:
            row.pop(field, None)
    return row


def _require(found_in, columns, command):
    unknown = unknown_columns(found_in, columns)
    if unknown:
        raise SplError("lookup %s has no column %s; it has %s" % (
            command.table, ", ".join(unknown), " ".join(found_in.columns)), command.position)


def inputlookup(context, command, table):
    found_in = context.lookup(command.table)
    rows = [{name: value for name, value in row.items() if value not in ("", None)}
            for row in found_in.rows]
    if command.where is not None:
        fits = context.search(command.where)
        rows = [row for row in rows if fits(row)]
    if command.append is not None and command.append.lower() in ("true", "t", "1"):
        fields = table.fields + [name for name in found_in.columns if name not in table.fields]
        return Table(table.rows + rows, fields)
    return Table(rows, found_in.columns)


def outputlookup(context, command, table):
    """Without append the rows take the place of what was there. In a collection a
    row with a key that is there takes the place of the other; rows without get
    new keys."""
    append, key_field = command.options.get("append", False), command.options.get("key_field")
    settings = context.lookup_settings(command.table)
    is_collection = "collection" in settings
    if key_field and not is_collection:
        raise SplError("key_field is for collections, %s is a file" % command.table,
                       command.position)
    columns, rows = context.stored(command.table) if append or is_collection else ([], [])
    if not append:
        rows = []
    if is_collection:
        written = [{name: row[name] for name in columns if name in row}
                   | {"_key": row.get(key_field or "_key") or uuid.uuid4().hex}
                   for row in table.rows]
        keys = {row["_key"]: None for row in written}
        context.store(command.table, columns,
                      [row for row in rows if row["_key"] not in keys] + written)
        return table
    # A file keeps its columns when rows are added: others are left out.
    columns = columns or [name for name in table.fields if not name.startswith("_")]
    written = [{name: row.get(name, "") for name in columns} for row in table.rows]
    context.store(command.table, columns, list(rows) + written)
    return table
