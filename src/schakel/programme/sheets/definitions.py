# SPDX-License-Identifier: EUPL-1.2
"""The sheets: their columns, how a row finds its record, and with which action it is added or changed."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import QuerySet

from schakel.programme.models import (
    Activity,
    CommitmentEntry,
    IndicatorValue,
    Initiative,
    LedgerEntry,
    Milestone,
    Output,
    Participation,
    Partner,
)
from schakel.programme.recording import Actor
from schakel.programme.sheets import rows
from schakel.programme.sheets.columns import SheetColumn as C

Values = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class SheetDefinition:
    """A sheet.

    ``find`` returns the record that a row is about, or nothing; ``add`` and ``change`` do what the row
    asks through the actions of the programme. ``fields`` gives a record's values by column.
    """

    name: str
    columns: tuple[C, ...]
    records: Callable[[], QuerySet[Any]]
    find: Callable[[Values], models.Model | None]
    add: Callable[[Values, Actor, datetime], models.Model]
    change: Callable[[Any, Values, int | None, Actor, datetime], models.Model]

    def column(self, key: str) -> C:
        """Return a column by its key."""
        return next(c for c in self.columns if c.key == key)

    def values_of(self, record: models.Model) -> dict[str, Any]:
        """Return the values of a record by column; hidden ones too."""
        own = {"id": record.pk, "version": getattr(record, "version", "")}
        return {c.key: own[c.key] if c.key in own else getattr(record, c.key) for c in self.columns}


_ID = (C("id", "whole", is_hidden=True), C("version", "whole", is_hidden=True))
_VERSION = (C("version", "whole", is_hidden=True),)
_SOURCE = C("source")

PARTNERS = SheetDefinition(
    "partners",
    (
        C("code"),
        C("name", is_required=True),
        C("short_name"),
        C("helix", "choice", True, "helix"),
        C("relation", "choice", False, "partner_relation"),
        C("municipality", "place", False, "place"),
        C("is_manufacturer", "yes_no"),
        C("website"),
        C("summary"),
        C("joined_on", "date"),
        C("left_on", "date"),
        _SOURCE,
        *_VERSION,
    ),
    lambda: Partner.objects.order_by("name", "pk"),
    rows.find_partner,
    rows.add_partner_row,
    rows.change_partner_row,
)
INITIATIVES = SheetDefinition(
    "initiatives",
    (
        C("code"),
        C("name", is_required=True),
        C("kind", "choice", True, "initiative_kind"),
        C("relation", "choice", True, "initiative_relation"),
        C("summary"),
        C("place", "place", False, "place"),
        C("lines", "codes"),
        C("actions", "codes"),
        C("tags", "codes"),
        C("target_groups", "codes"),
        C("owner", "partner"),
        C("started_year", "whole"),
        C("started_on", "date"),
        C("continuity", "choice", False, "continuity", empty="unknown"),
        C("continuity_note"),
        C("website"),
        C("note"),
        _SOURCE,
        *_VERSION,
    ),
    lambda: Initiative.objects.select_related("owner").order_by("name", "pk"),
    rows.find_initiative,
    rows.add_initiative_row,
    rows.change_initiative_row,
)
PARTICIPATIONS = SheetDefinition(
    "participations",
    (
        C("initiative", "initiative", True),
        C("partner", "partner", True),
        C("role", "choice", True, "participation_role"),
        C("starts_on", "date"),
        C("ends_on", "date"),
        C("note"),
        *_ID,
    ),
    lambda: Participation.objects.select_related("initiative", "partner").order_by("initiative__name", "pk"),
    rows.find_participation,
    rows.add_participation_row,
    rows.change_participation_row,
)
ACTIVITIES = SheetDefinition(
    "activities",
    (
        C("code"),
        C("title", is_required=True),
        C("initiative", "initiative"),
        C("line"),
        C("action"),
        C("goals", "codes"),
        C("role", "choice", False, "activity_role"),
        C("owner", "partner"),
        C("place", "place", False, "place"),
        C("starts_on", "date"),
        C("ends_on", "date"),
        C("planned_hours", "number"),
        C("planned_eur", "number"),
        C("description"),
        _SOURCE,
        *_VERSION,
    ),
    lambda: Activity.objects.select_related("initiative", "owner").order_by("title", "pk"),
    rows.find_activity,
    rows.add_activity_row,
    rows.change_activity_row,
)
MILESTONES = SheetDefinition(
    "milestones",
    (
        C("initiative", "initiative", True),
        C("title", is_required=True),
        C("due_on", "date", True),
        C("done_on", "date"),
        C("note"),
        *_ID,
    ),
    lambda: Milestone.objects.select_related("initiative").order_by("initiative__name", "due_on", "pk"),
    rows.find_milestone,
    rows.add_milestone_row,
    rows.change_milestone_row,
)
OUTPUTS = SheetDefinition(
    "outputs",
    (
        C("initiative", "initiative", True),
        C("title", is_required=True),
        C("kind", "choice", True, "output_kind"),
        C("amount", "number"),
        C("unit"),
        C("on", "date"),
        C("place", "place", False, "place"),
        _SOURCE,
        *_ID,
    ),
    lambda: Output.objects.select_related("initiative").order_by("initiative__name", "-on", "pk"),
    rows.find_output,
    rows.add_output_row,
    rows.change_output_row,
)
LEDGER = SheetDefinition(
    "ledger",
    (
        C("reference", is_required=True),
        C("kind", "choice", True, "entry_kind"),
        C("programme", "programme", True),
        C("amount_eur", "number", True),
        C("on", "date", True),
        C("payer", "partner"),
        C("payee", "partner"),
        C("initiative", "initiative"),
        C("municipality", "place", False, "place"),
        C("line"),
        C("purpose", "choice", False, "purpose"),
        C("description"),
        _SOURCE,
    ),
    lambda: (
        LedgerEntry.objects.filter(corrected_by=None)
        .select_related("programme", "payer", "payee", "initiative")
        .order_by("on", "pk")
    ),
    rows.find_entry,
    rows.add_entry_row,
    rows.change_entry_row,
)
VALUES = SheetDefinition(
    "values",
    (
        C("indicator", "indicator", True),
        C("period", "period", True),
        C("initiative", "initiative"),
        C("place", "place", False, "place"),
        C("value", "number"),
        C("numerator", "number"),
        C("denominator", "number"),
        C("note"),
        _SOURCE,
        C("is_provisional", "yes_no", empty=False),
        *_VERSION,
    ),
    lambda: (
        IndicatorValue.objects.filter(superseded_by=None)
        .select_related("indicator", "period", "initiative")
        .order_by("indicator__title", "-period__ends_on", "pk")
    ),
    rows.find_value,
    rows.add_value_row,
    rows.change_value_row,
)
COMMITMENT_STEPS = SheetDefinition(
    "commitment-steps",
    (
        C("commitment", "commitment", True),
        C("step", "choice", True, "commitment_step"),
        C("amount", "number"),
        C("on", "date", True),
        C("note"),
        _SOURCE,
    ),
    lambda: CommitmentEntry.objects.filter(corrected_by=None).select_related("commitment"),
    rows.find_step,
    rows.add_step_row,
    rows.change_step_row,
)
SHEETS: Mapping[str, SheetDefinition] = {
    sheet.name: sheet
    for sheet in (
        PARTNERS,
        INITIATIVES,
        PARTICIPATIONS,
        ACTIVITIES,
        MILESTONES,
        OUTPUTS,
        LEDGER,
        VALUES,
        COMMITMENT_STEPS,
    )
}
