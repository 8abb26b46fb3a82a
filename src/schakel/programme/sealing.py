# SPDX-License-Identifier: EUPL-1.2
"""Triggers with which the database itself keeps append-only tables and histories as they are."""

from typing import Any

from django.apps import apps
from django.db import connections, models, transaction

from schakel.programme.models.audit import AuditEntry
from schakel.programme.models.record import Appended

POSTGRESQL_FUNCTION = """
CREATE OR REPLACE FUNCTION schakel_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation'; END $$
"""


def sealed_models() -> list[type[models.Model]]:
    """Return the append-only tables of every room, and the histories of all other tables."""
    found = [m for m in apps.get_models() if issubclass(m, Appended) or hasattr(m, "instance_type")]
    return [AuditEntry, *found]


def seal_tables(using: str = "default", **_: Any) -> None:
    """Make the triggers that refuse a change, and a removal of what was not invented."""
    connection = connections[using]
    tables = set(connection.introspection.table_names())
    with transaction.atomic(using=using), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(POSTGRESQL_FUNCTION)
        for model in sealed_models():
            if model._meta.db_table in tables:
                for statement in _statements(model, connection.vendor):
                    cursor.execute(statement)


def unseal_tables(using: str = "default") -> None:
    """Take the triggers away: for restoring a backup and for emptying the database of a test."""
    connection = connections[using]
    with connection.cursor() as cursor:
        for model in sealed_models():
            table = model._meta.db_table
            on = f" ON {table}" if connection.vendor == "postgresql" else ""
            for event in ("update", "delete"):
                cursor.execute(f"DROP TRIGGER IF EXISTS {table}_no_{event}{on}")


def _statements(model: type[models.Model], vendor: str) -> list[str]:
    table = model._meta.db_table
    may_go = any(field.name == "invented" for field in model._meta.concrete_fields)
    statements = []
    for event in ("update", "delete"):
        name = f"{table}_no_{event}"
        if vendor == "postgresql":
            when = "WHEN (NOT OLD.invented) " if may_go and event == "delete" else ""
            statements += [
                f"DROP TRIGGER IF EXISTS {name} ON {table}",
                f"CREATE TRIGGER {name} BEFORE {event.upper()} ON {table} FOR EACH ROW {when}"
                "EXECUTE FUNCTION schakel_append_only()",
            ]
        else:
            when = "WHEN NOT OLD.invented " if may_go and event == "delete" else ""
            statements.append(
                f"CREATE TRIGGER IF NOT EXISTS {name} BEFORE {event.upper()} ON {table} {when}"
                f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
            )
    return statements
