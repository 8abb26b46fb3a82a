# SPDX-License-Identifier: EUPL-1.2
"""What every row of the register carries: who entered it, from where, and whether it was invented."""

from django.db import models
from simple_history.models import HistoricalRecords


class Origin(models.TextChoices):
    """Where a row came from; pages show it, and loading the course again changes rows of COURSE only."""

    COURSE = "course", "public facts of the course folder"
    HAND = "hand", "entered by hand"
    SHEET = "sheet", "uploaded spreadsheet"
    UPDATE = "update", "update by the lead of an initiative"
    DEMONSTRATION = "demonstration", "invented for the demonstration year"


class Traced(models.Model):
    """A row that may change; ``version`` goes up by one with every change (two people, one record)."""

    version = models.PositiveIntegerField(default=1, editable=False)
    invented = models.BooleanField(default=False, editable=False, db_index=True)
    origin = models.CharField(max_length=14, choices=Origin, default=Origin.HAND, editable=False)
    created_at = models.DateTimeField(editable=False)
    created_by = models.CharField(max_length=80, editable=False)
    changed_at = models.DateTimeField(editable=False)
    changed_by = models.CharField(max_length=80, editable=False)

    class Meta:
        abstract = True


class Record(Traced):
    """A row whose earlier forms are kept as history."""

    source = models.CharField(max_length=500, blank=True)
    history = HistoricalRecords(
        inherit=True,
        history_user_id_field=models.CharField(max_length=80, null=True),
        history_user_getter=lambda historical: historical.changed_by,
        history_user_setter=lambda historical, user: None,
    )

    class Meta:
        abstract = True


class Appended(models.Model):
    """A row that is never changed: a correction is a new row that points at the one it replaces.

    The database itself refuses to change or remove such a row, unless it was invented for the
    demonstration year (which is removed in one step).
    """

    recorded_at = models.DateTimeField(editable=False)
    recorded_by = models.CharField(max_length=80, editable=False)
    origin = models.CharField(max_length=14, choices=Origin, default=Origin.HAND, editable=False)
    invented = models.BooleanField(default=False, editable=False, db_index=True)
    source = models.CharField(max_length=500, blank=True)

    class Meta:
        abstract = True
