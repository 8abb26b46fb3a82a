# SPDX-License-Identifier: EUPL-1.2
"""The conversation: challenge owners of the weak links, who was heard, and what was agreed."""

from django.db import models

from schakel.cycle.models.year import CycleYear
from schakel.programme.models import Activity, Cause, Event, Partner, Proposal
from schakel.programme.models.record import Record


class OwnerAnswer(models.TextChoices):
    """What an organisation said when it was asked to own a challenge."""

    ASKED = "asked", "asked"
    ACCEPTED = "accepted", "accepted"
    DECLINED = "declined", "declined"


class ChallengeOwner(Record):
    """An organisation that owns the problem behind an element this year (opgave-eigenaar), by role."""

    cycle = models.ForeignKey(CycleYear, models.CASCADE, related_name="challenge_owners")
    element = models.CharField(max_length=60, db_index=True)
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="challenges_owned")
    role = models.CharField(max_length=80, blank=True)
    asked_on = models.DateField()
    answer = models.CharField(max_length=10, choices=OwnerAnswer, default=OwnerAnswer.ASKED)
    answered_on = models.DateField(null=True, blank=True)
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ("element", "pk")
        constraints = (
            models.UniqueConstraint(fields=["cycle", "element", "partner"], name="owner_asked_once"),
        )

    def __str__(self) -> str:
        return f"{self.element} – {self.partner}"


class TalkForm(models.TextChoices):
    """How the conversation was held."""

    TALK = "talk", "conversation"
    TABLE = "table", "round table"
    VISIT = "visit", "visit"
    CALL = "call", "call"
    WRITTEN = "written", "in writing"


class Talk(Record):
    """A conversation about elements of the ecosystem; who was there is kept by organisation and role.

    With ``is_confidential`` the report is for the bureau and the board only; that it took place is not.
    """

    cycle = models.ForeignKey(CycleYear, models.CASCADE, related_name="talks")
    title = models.CharField(max_length=200)
    form = models.CharField(max_length=8, choices=TalkForm, default=TalkForm.TALK)
    on = models.DateField()
    elements = models.JSONField(default=list)
    event = models.ForeignKey(Event, models.SET_NULL, null=True, blank=True, related_name="talks")
    report = models.TextField(blank=True)
    is_confidential = models.BooleanField(default=False)

    class Meta:
        ordering = ("-on", "-pk")

    def __str__(self) -> str:
        return self.title


class Heard(Record):
    """An organisation was heard in a conversation; ``role`` is a function, never a name."""

    talk = models.ForeignKey(Talk, models.CASCADE, related_name="heard")
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="heard_in")
    role = models.CharField(max_length=80, blank=True)

    class Meta:
        ordering = ("talk", "pk")
        constraints = (models.UniqueConstraint(fields=["talk", "partner", "role"], name="heard_once"),)

    @property
    def is_confidential(self) -> bool:
        """Whether its conversation is."""
        return self.talk.is_confidential

    def __str__(self) -> str:
        return f"{self.partner} – {self.talk}"


class AgreementStatus(models.TextChoices):
    """Where an agreement stands."""

    OPEN = "open", "open"
    KEPT = "kept", "kept"
    DROPPED = "dropped", "dropped"


class Agreement(Record):
    """What was agreed: who does what before when, for which element, against which cause.

    ``activity`` or ``proposal`` is what it became. One that is dropped says why in ``outcome``.
    """

    cycle = models.ForeignKey(CycleYear, models.CASCADE, related_name="agreements")
    talk = models.ForeignKey(Talk, models.SET_NULL, null=True, blank=True, related_name="agreements")
    element = models.CharField(max_length=60, db_index=True)
    cause = models.ForeignKey(Cause, models.PROTECT, related_name="agreements")
    text = models.CharField(max_length=300)
    owner = models.ForeignKey(Partner, models.PROTECT, related_name="agreements")
    due_on = models.DateField()
    status = models.CharField(max_length=8, choices=AgreementStatus, default=AgreementStatus.OPEN)
    settled_on = models.DateField(null=True, blank=True)
    outcome = models.CharField(max_length=300, blank=True)
    activity = models.ForeignKey(Activity, models.SET_NULL, null=True, blank=True, related_name="agreements")
    proposal = models.ForeignKey(Proposal, models.SET_NULL, null=True, blank=True, related_name="agreements")

    class Meta:
        ordering = ("due_on", "pk")

    @property
    def is_confidential(self) -> bool:
        """Whether its conversation is."""
        return self.talk is not None and self.talk.is_confidential

    def __str__(self) -> str:
        return self.text
