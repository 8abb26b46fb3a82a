# SPDX-License-Identifier: EUPL-1.2
"""Which rows are invented: whether there are any, how many, and which real rows point at them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.apps import apps
from django.db.models import Field, ForeignKey, Model, QuerySet

from schakel.programme.models import Initiative, Partner, Responsibility


@dataclass(frozen=True, slots=True)
class DemonstrationReport:
    """How many rows of each kind were added or removed, by the name of their table; histories left out."""

    rows: Mapping[str, int]

    @property
    def n_rows(self) -> int:
        """How many rows in all."""
        return sum(self.rows.values())


@dataclass(frozen=True, slots=True)
class RealRow:
    """A real row that points at an invented one."""

    table: str
    key: int
    name: str
    points_at: str


def has_demonstration_year() -> bool:
    """Say whether the demonstration year is in the register; one question to the database."""
    return Partner.objects.filter(invented=True).exists()


def invented_models() -> list[type[Model]]:
    """Return the tables whose rows say whether they are invented, histories left out."""
    return [m for m in _marked_models() if not hasattr(m, "instance_type")]


def invented_histories() -> list[type[Model]]:
    """Return the tables with earlier forms of rows that say whether they are invented."""
    return [m for m in _marked_models() if hasattr(m, "instance_type")]


def _marked_models() -> Iterator[type[Model]]:
    for model in apps.get_models():
        if any(f.name == "invented" for f in model._meta.concrete_fields):
            yield model


def invented_rows(model: type[Model]) -> QuerySet[Model]:
    """Return the invented rows of a table."""
    return model._default_manager.filter(invented=True)


def count_invented() -> dict[str, int]:
    """Return the number of invented rows by the name of their table, where there are any."""
    counts = {m._meta.model_name or "": invented_rows(m).count() for m in invented_models()}
    return {name: n for name, n in counts.items() if n}


def real_rows_pointing_at_invented(most: int) -> list[RealRow]:
    """Return real rows, of any table of the site, that point at an invented one; ``most`` at the most."""
    found: list[RealRow] = []
    for model in apps.get_models():
        if hasattr(model, "instance_type"):
            continue
        for field in _ways_to_invented(model):
            pointing = model._default_manager.filter(**{f"{field.name}__invented": True})
            if model in invented_models():
                pointing = pointing.filter(invented=False)
            found += [_real_row(row, getattr(row, field.name)) for row in pointing.order_by("pk")[:most]]
    codes = Initiative.objects.filter(invented=True).values("code")
    roles = Responsibility.objects.filter(invented=False, subject="initiative", subject_code__in=codes)
    found += [_real_row(row, row.subject_code) for row in roles.order_by("pk")[:most]]
    unique = {(row.table, row.key): row for row in found}
    return list(unique.values())[:most]


def _ways_to_invented(model: type[Model]) -> Iterator["ForeignKey[Model, Model]"]:
    targets = invented_models()
    fields: list[Field[object, object]] = list(model._meta.concrete_fields)
    for field in fields:
        if isinstance(field, ForeignKey) and field.related_model in targets:
            yield field


def _real_row(row: Model, target: object) -> RealRow:
    return RealRow(str(row._meta.verbose_name), int(row.pk), str(row)[:100], str(target)[:100])
