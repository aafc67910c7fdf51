"""Backups that somebody tampered with."""

import json
import zipfile


def altered(backup, target, table, change):
    """A copy of a backup with the rows of one table changed."""
    name = f"tables/{table}.jsonl"
    with zipfile.ZipFile(backup) as held, zipfile.ZipFile(target, "w") as made:
        for entry in held.namelist():
            data = held.read(entry)
            made.writestr(entry, change(data) if entry == name else data)
    return target


def reworded(data):
    assert "第1版".encode() in data
    return data.replace("第1版".encode(), "改".encode())


def without_last(data):
    return b"\n".join(data.split(b"\n")[:-2]) + b"\n"


def emptied(data):
    return data.split(b"\n")[0] + b"\n"


def rows_of(backup):
    """The rows of every table of a backup: by label and key, the values by column."""
    found = {}
    with zipfile.ZipFile(backup) as archive:
        for name in archive.namelist():
            if name.startswith("tables/"):
                columns, *rows = map(json.loads, archive.read(name).splitlines())
                key = columns.index("id") if "id" in columns else 0
                found[name[7:-6]] = {row[key]: dict(zip(columns, row, strict=True)) for row in rows}
    return found
