# SPDX-License-Identifier: EUPL-1.2
"""Putting rows of a register into the database: new ones, changed ones, and never somebody else's."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, TypeVar

from django.db import models

from schakel.koers.failures import N_, Failure
from schakel.programme.loading.report import TABLES, LeftAlone, TableCount, WhyLeftAlone
from schakel.programme.models.record import Appended, Origin, Record
from schakel.programme.recording import Actor, WrongEntry, add_record, append_row, change_record

ACTION = "register.load"
AnyRecord = TypeVar("AnyRecord", bound=Record)
AnyRow = TypeVar("AnyRow", bound=Appended)
Key = tuple[object, ...]
Fields = Mapping[str, Any]


class CannotLoad(Failure):
    """A row of the register cannot be saved; nothing was loaded."""

    template = N_("The register cannot be loaded: “{name}” ({table}): {problems}.")
    cure = N_(
        "Correct register.yaml, or what is in its way in the programme, and load again; nothing was loaded."
    )


class RegisterWriter:
    """Writes the rows of one load and counts what it did.

    A row is recognised by its key. The rows of a table are read once, at its first row.
    """

    def __init__(self, by: Actor, at: datetime) -> None:
        self.by, self.at = by, at
        self.left_alone: list[LeftAlone] = []
        self._counts: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
        self._rows: dict[type[models.Model], dict[Key, Any]] = {}
        self._removed: dict[type[models.Model], set[Key]] = {}

    @property
    def tables(self) -> dict[str, TableCount]:
        """The counts by table."""
        return {table: TableCount(**counts) for table, counts in self._counts.items()}

    def put(self, model: type[AnyRecord], key: Fields, values: Fields) -> AnyRecord | None:
        """Add a record, or change it where only the loader ever wrote it.

        Parameters
        ----------
        model
            The table.
        key
            The fields by which the record is recognised.
        values
            Its other fields.

        Returns
        -------
        Record or None
            The record as it is now in the database; None where somebody removed it, or where it
            hangs on a record that is not there.
        """
        name = _named(key)
        if any(value is None for value in key.values()):
            self._leave(model, name, "elsewhere")
            return None
        row = self._find(model, key)
        if row is None:
            if _plain(key.values()) in self._removed_keys(model, tuple(key)):
                self._leave(model, name, "removed")
                return None
            return self._add(model, key, values)
        different = {field: value for field, value in values.items() if _differs(row, field, value)}
        if not different:
            self._count(model, "kept")
        elif row.origin != Origin.COURSE or row.changed_by != self.by.key:
            self._leave(model, str(row), "changed")
        else:
            row = self._change(row, different)
            self._rows[model][_plain(key.values())] = row
        return row  # type: ignore[no-any-return]

    def append(self, model: type[AnyRow], key: Fields, values: Fields) -> None:
        """Append a row that never changes, once; another row with its key that differs is reported."""
        if any(value is None for field, value in key.items() if field != "amount"):
            self._leave(model, _named(key), "elsewhere")
            return
        row = self._find(model, key)
        if row is None:
            try:
                row = append_row(model(**key, **values), action=ACTION, by=self.by, at=self.at)
            except WrongEntry as error:
                raise _cannot_load(model, _named(key), error) from error
            self._rows[model][_plain(key.values())] = row
            self._count(model, "added")
        elif any(_differs(row, field, value) for field, value in values.items()):
            self._leave(model, str(row), "differs")
        else:
            self._count(model, "kept")

    def _add(self, model: type[AnyRecord], key: Fields, values: Fields) -> AnyRecord:
        try:
            row = add_record(model(**key, **values), action=ACTION, by=self.by, at=self.at)
        except WrongEntry as error:
            raise _cannot_load(model, _named(key), error) from error
        self._rows[model][_plain(key.values())] = row
        self._count(model, "added")
        return row

    def _change(self, row: AnyRecord, different: Fields) -> AnyRecord:
        try:
            row = change_record(
                row, action=ACTION, expected_version=None, by=self.by, at=self.at, changes=different
            )
        except WrongEntry as error:
            raise _cannot_load(type(row), str(row), error) from error
        self._count(type(row), "changed")
        return row

    def _find(self, model: type[models.Model], key: Fields) -> Any:
        if model not in self._rows:
            found = sorted(
                model._default_manager.order_by("pk"),
                key=lambda row: row.origin == Origin.COURSE,  # type: ignore[attr-defined]
            )
            self._rows[model] = {tuple(getattr(row, _column(model, f)) for f in key): row for row in found}
        return self._rows[model].get(_plain(key.values()))

    def _removed_keys(self, model: type[Record], fields: tuple[str, ...]) -> set[Key]:
        """Return the keys of loaded rows that somebody removed."""
        if model not in self._removed:
            gone = model.history.filter(history_type="-", origin=Origin.COURSE)
            columns = [_column(model, field) for field in fields]
            self._removed[model] = set(gone.values_list(*columns))
        return self._removed[model]

    def _leave(self, model: type[models.Model], name: str, why: WhyLeftAlone) -> None:
        self.left_alone.append(LeftAlone(_table(model), name, why))
        self._count(model, "left_alone")

    def _count(self, model: type[models.Model], what: str) -> None:
        self._counts[_table(model)][what] += 1


def _cannot_load(model: type[models.Model], name: str, error: WrongEntry) -> CannotLoad:
    problems = "; ".join(f"{field}: {' '.join(texts)}" for field, texts in error.fields.items())
    return CannotLoad(name=name, table=TABLES[_table(model)], problems=problems.rstrip("."))


def _table(model: type[models.Model]) -> str:
    return model._meta.model_name or ""


def _column(model: type[models.Model], field: str) -> str:
    return getattr(model._meta.get_field(field), "attname", field)


def _plain(values: Iterable[Any]) -> Key:
    return tuple(value.pk if isinstance(value, models.Model) else value for value in values)


def _differs(row: models.Model, field: str, value: Any) -> bool:
    return bool(_plain([value]) != (getattr(row, _column(type(row), field)),))


def _named(key: Fields) -> str:
    return " – ".join("—" if value is None else str(value) for value in key.values())
