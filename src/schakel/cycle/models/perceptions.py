# SPDX-License-Identifier: EUPL-1.2
"""What stakeholders perceive: a survey by link, answered once and not traceable to who answered."""

import uuid

from django.core.validators import MinValueValidator
from django.db import models

from schakel.cycle.models.year import CycleYear
from schakel.programme.models import Helix, Partner
from schakel.programme.models.record import Appended, Record, Traced

SMALLEST_GROUP = 3


class Survey(Record):
    """Asks stakeholders a score from 1 to 10 for each element; ``questions`` by element, in two languages.

    Groups with fewer answers than ``minimum_group`` are never shown.
    """

    cycle = models.ForeignKey(CycleYear, models.CASCADE, related_name="surveys")
    title = models.CharField(max_length=120)
    introduction = models.TextField(blank=True)
    elements = models.JSONField(default=list)
    opens_on = models.DateField()
    closes_on = models.DateField()
    closed_on = models.DateField(null=True, blank=True)
    minimum_group = models.PositiveSmallIntegerField(
        default=5, validators=[MinValueValidator(SMALLEST_GROUP)]
    )

    class Meta:
        ordering = ("-opens_on", "-pk")

    def __str__(self) -> str:
        return self.title


class SurveyInvitation(Traced):
    """One link for one answer: only a fingerprint of it is kept, and that it was used, never with what.

    ``answered_on`` is a day without a time, so that it cannot be laid beside an answer.
    """

    survey = models.ForeignKey(Survey, models.CASCADE, related_name="invitations")
    partner = models.ForeignKey(Partner, models.CASCADE, null=True, blank=True, related_name="+")
    helix = models.CharField(max_length=12, choices=Helix)
    fingerprint = models.CharField(max_length=64, unique=True)
    answered_on = models.DateField(null=True, blank=True)
    withdrawn_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ("survey", "pk")

    def __str__(self) -> str:
        return f"invitation {self.pk}"


class SurveyAnswer(Appended):
    """An answer without who gave it: scores by element (``None``: do not know) and remarks by element.

    Its key is drawn at random and its moment is the day only.
    """

    PART_OF = ("survey",)
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    survey = models.ForeignKey(Survey, models.PROTECT, related_name="answers")
    helix = models.CharField(max_length=12, choices=Helix)
    scores = models.JSONField(default=dict)
    remarks = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return f"answer to {self.survey}"
