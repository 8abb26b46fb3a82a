# SPDX-License-Identifier: EUPL-1.2
"""The tables of the database as lines of text, the same for SQLite and PostgreSQL, and back again."""

import hashlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.apps import apps
from django.core import serializers
from django.core.management.color import no_style
from django.db import connection, models, transaction

from schakel.programme.sealing import seal_tables, unseal_tables

CHUNK = 2_000
LEFT_OUT = frozenset({"sessions.session", "contenttypes.contenttype", "auth.permission"})
"""Who is signed in at this moment, and what Django makes itself."""


@dataclass(frozen=True, slots=True)
class TableProof:
    """How many rows a table has, and the SHA-256 of their lines in the order of their keys."""

    n_rows: int
    sha256: str


def kept_models() -> list[type[models.Model]]:
    """Return the tables that a backup holds, those that others point at first."""
    found = [m for m in apps.get_models() if m._meta.managed and m._meta.label_lower not in LEFT_OUT]
    ordered: list[type[models.Model]] = []
    waiting = sorted(found, key=lambda m: m._meta.label_lower)
    while waiting:
        ready = [m for m in waiting if not (_points_at(m) & set(waiting)) - {m}]
        for model in ready or waiting[:1]:
            ordered.append(model)
            waiting.remove(model)
    return ordered


def _points_at(model: type[models.Model]) -> set[type[models.Model]]:
    return {f.related_model for f in model._meta.concrete_fields if f.is_relation and f.related_model}


def table_lines(model: type[models.Model]) -> Iterator[str]:
    """Return each row of a table as a line of JSON, in the order of its key."""
    rows = model._base_manager.order_by("pk").iterator(chunk_size=CHUNK)
    for row in rows:
        yield serializers.serialize("jsonl", [row]).rstrip("\n")


def proof_of(lines: Iterable[str]) -> TableProof:
    """Return the number of lines and their SHA-256."""
    digest, count = hashlib.sha256(), 0
    for line in lines:
        digest.update(line.encode() + b"\n")
        count += 1
    return TableProof(count, digest.hexdigest())


@contextmanager
def one_moment() -> Iterator[None]:
    """Let every table be read as it is at one moment, while others go on writing."""
    is_outermost = not connection.in_atomic_block
    with transaction.atomic():
        if connection.vendor == "postgresql" and is_outermost:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        yield


def count_rows() -> int:
    """Return how many rows the kept tables hold, apart from the head of an empty audit chain."""
    return sum(model._base_manager.count() for model in kept_models())


def fill_tables(lines_by_table: Iterable[tuple[str, Iterable[str]]]) -> int:
    """Empty the kept tables and fill them from lines, as a whole or not at all; return the number of rows."""
    count = 0
    unseal_tables()
    try:
        with transaction.atomic():
            for model in reversed(kept_models()):
                model._base_manager.all()._raw_delete("default")
            for _, lines in lines_by_table:
                for entry in serializers.deserialize("jsonl", list(lines)):
                    entry.save()
                    count += 1
            _continue_numbering()
    finally:
        seal_tables()
    return count


def _continue_numbering() -> None:
    """Let new rows get numbers above those that were restored."""
    statements = connection.ops.sequence_reset_sql(no_style(), kept_models())
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
