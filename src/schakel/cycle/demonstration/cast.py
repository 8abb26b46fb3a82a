# SPDX-License-Identifier: EUPL-1.2
"""The invented rows of the programme on which the invented cycle hangs, found again by their names."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.db.models import Model

from schakel.programme.demonstration.scene import demonstration_data, marked
from schakel.programme.models import (
    Activity,
    Cause,
    ContextSignal,
    Indicator,
    Initiative,
    Partner,
)

NAMED: Mapping[str, tuple[type[Model], str]] = {
    "partners": (Partner, "name"),
    "initiatives": (Initiative, "name"),
    "causes": (Cause, "statement"),
    "activities": (Activity, "title"),
    "signals": (ContextSignal, "title"),
    "indicators": (Indicator, "title"),
}
"""By part of the demonstration year of the programme the table and the field that holds what it is called."""


def find_cast() -> dict[tuple[str, str], Any]:
    """Return the invented rows by kind and key, as the demonstration year of the programme keeps them."""
    data = demonstration_data()
    renamed = {row["initiative"]: row["name"] for row in data["renamed"]}
    found: dict[tuple[str, str], Any] = {}
    for kind, (model, field) in NAMED.items():
        there = {getattr(row, field): row for row in model._default_manager.filter(invented=True)}
        for number, row in enumerate(data[kind]):
            key = row.get("key", str(number))
            called = renamed.get(key, row[field]) if kind == "initiatives" else row[field]
            if marked(called) in there:
                found[kind, key] = there[marked(called)]
    found |= {("partners", key): partner for key, partner in _municipalities(data["municipality"]["name"])}
    return found


def _municipalities(template: str) -> Iterator[tuple[str, Partner]]:
    start = template.partition("{")[0]
    rows = Partner.objects.filter(invented=True, name__startswith=start, helix="government")
    called = {row.name: row for row in rows.exclude(municipality="")}
    for number in range(1, len(called) + 1):
        name = template.format(number=number)
        if name in called:
            yield f"g{number}", called[name]
