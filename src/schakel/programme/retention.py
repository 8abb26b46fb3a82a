# SPDX-License-Identifier: EUPL-1.2
"""Which tables hold personal data, until when, and how to give a partner all that is kept about it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.apps import apps
from django.db.models import Model
from django.db.models.functions import Lower

from schakel.programme.models import Partner


@dataclass(frozen=True, slots=True)
class RetentionRule:
    """Until when a row with personal data is kept, and to which partner it belongs.

    Attributes
    ----------
    keep_until
        The field, or the path to it, that holds the last day.
    partner
        The path to the partner.
    address
        Of a table that names no partner: the field with an e-mail address. Its rows belong to the partner
        whose contacts, accounts or invitations have that address.
    """

    keep_until: str
    partner: str = ""
    address: str = ""


RETENTION: Mapping[str, RetentionRule] = {
    "cycle.OutboxMessage": RetentionRule("keep_until", address="to"),
    "programme.Contact": RetentionRule("keep_until", "partner"),
    "web.Account": RetentionRule("grants__ends_on", "grants__partner"),
    "web.Invitation": RetentionRule("expires_on", "partner"),
}
"""Every table with personal data; a test compares this with the tables that say they hold some."""
_THROUGH: Mapping[str, str] = {
    "programme.CommitmentEntry": "commitment__partner",
    "programme.GoalAlignment": "goal__partner",
}
_NEVER_GIVEN = frozenset({"password", "fingerprint"})


def models_with_personal_data() -> list[type[Model]]:
    """Return every table that says it holds personal data."""
    return [model for model in apps.get_models() if getattr(model, "PERSONAL_FIELDS", ())]


def export_partner_data(partner: Partner) -> dict[str, Any]:
    """Return all that is kept about a partner as plain values, by table.

    Every table of the register that points at the partner is there, and every table with personal
    data by its rule, so that no table can be forgotten.
    """
    found: dict[str, list[dict[str, object]]] = {"programme.Partner": [_plain_row(partner)]}
    relations: Any = Partner._meta.get_fields(include_hidden=True)
    for relation in relations:
        if relation.auto_created and not relation.concrete and _is_own_table(relation.related_model):
            model = relation.related_model
            rows = model._default_manager.filter(**{relation.field.name: partner}).order_by("pk")
            _add(found, model, rows)
    paths = {name: rule.partner for name, rule in RETENTION.items() if rule.partner} | dict(_THROUGH)
    for name, path in paths.items():
        model = apps.get_model(name)
        _add(found, model, model._default_manager.filter(**{path: partner}).order_by("pk").distinct())
    _add_by_address(found)
    return {name: rows for name, rows in sorted(found.items()) if rows}


def _add_by_address(found: dict[str, list[dict[str, object]]]) -> None:
    """Add what was written to the addresses that are kept about the partner."""
    rows = [row for name, kept in found.items() if name in RETENTION for row in kept]
    addresses = {str(row["email"]).lower() for row in rows if row.get("email")}
    for name, rule in RETENTION.items():
        if rule.address and addresses:
            model = apps.get_model(name)
            written = model._default_manager.annotate(sent_to=Lower(rule.address))
            _add(found, model, written.filter(sent_to__in=addresses).order_by("pk"))


def _is_own_table(model: Any) -> bool:
    return not model.__name__.startswith("Historical") and model._meta.label not in RETENTION


def _add(found: dict[str, list[dict[str, object]]], model: type[Model], rows: Any) -> None:
    """Add rows to those of their table, each once."""
    own = found.setdefault(model._meta.label, [])
    known = {row["id"] for row in own}
    own.extend(_plain_row(row) for row in rows if row.pk not in known)


def _plain_row(row: Model) -> dict[str, object]:
    fields = [f for f in row._meta.concrete_fields if f.name not in _NEVER_GIVEN]
    return {f.attname: _plain(getattr(row, f.attname)) for f in fields}


def _plain(value: object) -> object:
    return str(value) if isinstance(value, Decimal | date | datetime) else value
