# SPDX-License-Identifier: EUPL-1.2
"""Meetings: prepared as a draft, convened, held and minuted, with their agenda, papers and presence."""

from django.db import models

from schakel.cycle.models.year import CycleYear
from schakel.programme.models import Body, Partner, Seat
from schakel.programme.models.record import Appended, Record


class MeetingState(models.TextChoices):
    """Where a meeting stands; the steps are in ``transitions.MEETING_STEPS``."""

    DRAFT = "draft", "draft"
    CONVENED = "convened", "convened"
    IN_SESSION = "in_session", "in session"
    CLOSED = "closed", "closed, minutes not adopted"
    ADOPTED = "adopted", "minutes adopted"
    CANCELLED = "cancelled", "cancelled"


class Meeting(Record):
    """A meeting of a body; while it is a draft, or was cancelled as one, only the bureau sees it.

    ``chair`` is an organisation, ``chair_role`` a function. Papers are due ``papers_due_on``.
    """

    PART_OF = ("cycle",)
    code = models.SlugField(max_length=40, unique=True)
    cycle = models.ForeignKey(CycleYear, models.SET_NULL, null=True, blank=True, related_name="meetings")
    body = models.CharField(max_length=16, choices=Body, default=Body.BOARD)
    title = models.CharField(max_length=200)
    on = models.DateField(db_index=True)
    starts_at = models.TimeField()
    ends_at = models.TimeField()
    venue = models.CharField(max_length=200, blank=True)
    chair = models.ForeignKey(Partner, models.SET_NULL, null=True, blank=True, related_name="+")
    chair_role = models.CharField(max_length=80, blank=True)
    papers_due_on = models.DateField(null=True, blank=True)
    state = models.CharField(max_length=10, choices=MeetingState, default=MeetingState.DRAFT, editable=False)
    convened_at = models.DateTimeField(null=True, blank=True, editable=False)
    opened_at = models.DateTimeField(null=True, blank=True, editable=False)
    closed_at = models.DateTimeField(null=True, blank=True, editable=False)
    opening_note = models.TextField(blank=True)

    class Meta:
        ordering = ("-on", "-starts_at", "-pk")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(starts_at__lt=models.F("ends_at")), name="meeting_has_minutes"
            ),
        )

    def __str__(self) -> str:
        return f"{self.title} ({self.on})"


class Presence(Record):
    """Who was there, by seat: an organisation in a role. ``deputy`` is the role of who came instead."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="presences")
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="presences")
    presence = models.CharField(
        max_length=8,
        choices=[
            ("present", "present"),
            ("replaced", "replaced"),
            ("excused", "excused"),
            ("absent", "absent"),
        ],
    )
    deputy = models.CharField(max_length=80, blank=True)

    class Meta:
        ordering = ("meeting", "pk")
        constraints = (models.UniqueConstraint(fields=["meeting", "seat"], name="presence_once_a_seat"),)

    def __str__(self) -> str:
        return f"{self.seat}: {self.presence}"


class ItemKind(models.TextChoices):
    """What is asked of the meeting."""

    INFORM = "inform", "for information"
    DISCUSS = "discuss", "to discuss"
    DECIDE = "decide", "to decide"


class ItemState(models.TextChoices):
    """Where an agenda item stands."""

    BACKLOG = "backlog", "waiting for a meeting"
    SCHEDULED = "scheduled", "on an agenda"
    HANDLED = "handled", "handled"
    CARRIED = "carried", "carried over"
    WITHDRAWN = "withdrawn", "withdrawn"


class SourceKind(models.TextChoices):
    """What an agenda item comes from."""

    ELEMENT = "element", "weak link"
    INITIATIVE = "initiative", "initiative"
    ALARM = "alarm", "alarm of the portfolio"
    CLAIM = "claim", "claimed result"
    CONTRADICTION = "contradiction", "contradiction in the figures"
    CHECK = "check", "check of the register"
    DEVIATION = "deviation", "deviation"
    NEED = "need", "need of an initiative"
    PROPOSAL = "proposal", "proposal for a new topic"
    AGREEMENT = "agreement", "agreement"
    PERCEPTION = "perception", "gap between measured and perceived"
    SIGNAL = "signal", "signal from outside"
    ASSUMPTION = "assumption", "assumption of the course"
    RECOMMENDATION = "recommendation", "recommendation"
    PARTNER = "partner", "partner"
    INDICATOR = "indicator", "indicator"
    MEASUREMENT = "measurement", "measurement"
    MEETING = "meeting", "earlier meeting"
    DECISION = "decision", "earlier decision"
    EVALUATION = "evaluation", "evaluation of a year"
    COURSE = "course", "draft of the course"
    CAPACITY = "capacity", "hours and money of the bureau"
    NONE = "none", "nothing else"


class AgendaItem(Record):
    """A subject for a meeting; without ``meeting`` it waits in the backlog of ``body``.

    ``source_kind`` and ``source_key`` say what it comes from. A confidential item, with what hangs on it,
    reaches the bureau and the board only; ``confidential_ground`` says why. ``notes`` is the report of the
    discussion, entered while the meeting is in session.
    """

    PART_OF = ("meeting",)
    body = models.CharField(max_length=16, choices=Body, default=Body.BOARD)
    meeting = models.ForeignKey(Meeting, models.PROTECT, null=True, blank=True, related_name="items")
    position = models.PositiveSmallIntegerField(default=0)
    title = models.CharField(max_length=200)
    kind = models.CharField(max_length=8, choices=ItemKind, default=ItemKind.DISCUSS)
    minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    explanation = models.TextField(blank=True)
    asked = models.CharField(max_length=500, blank=True)
    presenter = models.ForeignKey(Partner, models.SET_NULL, null=True, blank=True, related_name="+")
    presenter_role = models.CharField(max_length=80, blank=True)
    is_confidential = models.BooleanField(default=False)
    confidential_ground = models.CharField(max_length=200, blank=True)
    source_kind = models.CharField(max_length=16, choices=SourceKind, default=SourceKind.NONE)
    source_key = models.CharField(max_length=80, blank=True)
    source_title = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=10, choices=ItemState, default=ItemState.BACKLOG, editable=False)
    carried_from = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="carried_to", editable=False
    )
    notes = models.TextField(blank=True)
    wanted_before = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ("meeting", "position", "pk")
        indexes = (
            models.Index(fields=["meeting", "position"]),
            models.Index(fields=["source_kind", "source_key"]),
        )

    def __str__(self) -> str:
        return self.title


class AgendaOption(Record):
    """One of the ways to decide, with what it asks and what shows that it works."""

    item = models.ForeignKey(AgendaItem, models.CASCADE, related_name="options")
    position = models.PositiveSmallIntegerField(default=0)
    title = models.CharField(max_length=200)
    consequence = models.TextField(blank=True)
    evidence = models.TextField(blank=True)
    is_advised = models.BooleanField(default=False)

    class Meta:
        ordering = ("item", "position", "pk")

    @property
    def is_confidential(self) -> bool:
        """Whether its item is."""
        return self.item.is_confidential

    def __str__(self) -> str:
        return self.title


class Paper(Record):
    """A paper with an item: expected until there is a link or a file; it may be for members only."""

    item = models.ForeignKey(AgendaItem, models.CASCADE, related_name="papers")
    title = models.CharField(max_length=200)
    owner = models.ForeignKey(Partner, models.SET_NULL, null=True, blank=True, related_name="+")
    due_on = models.DateField(null=True, blank=True)
    received_on = models.DateField(null=True, blank=True, editable=False)
    link = models.URLField(blank=True)
    is_public = models.BooleanField(default=True)

    class Meta:
        ordering = ("item", "pk")

    @property
    def is_confidential(self) -> bool:
        """Whether its item is, or the paper itself is for members only."""
        return self.item.is_confidential or not self.is_public

    def __str__(self) -> str:
        return self.title


class PaperFile(Appended):
    """A version of a paper; the last one counts. Its bytes stand under ``sha256`` with the evidence."""

    PART_OF = ("paper",)
    paper = models.ForeignKey(Paper, models.PROTECT, related_name="files")
    name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    size_bytes = models.PositiveIntegerField()
    media_type = models.CharField(max_length=120)

    class Meta:
        ordering = ("-recorded_at", "-pk")

    @property
    def is_confidential(self) -> bool:
        """Whether its item is."""
        return self.paper.is_confidential

    def __str__(self) -> str:
        return self.name


class AgendaTemplate(Record):
    """The usual agenda of a body; its lines are copied when a meeting is made with it."""

    body = models.CharField(max_length=16, choices=Body, default=Body.BOARD)
    title = models.CharField(max_length=120)
    lines = models.JSONField(default=list)

    class Meta:
        ordering = ("body", "title", "pk")

    def __str__(self) -> str:
        return self.title


class AdoptedMinutes(Appended):
    """The minutes of a meeting as they were adopted: ``content`` is the whole text as data."""

    PART_OF = ("meeting",)
    LEFT_OUT_OF_AUDIT = ("content",)
    meeting = models.OneToOneField(Meeting, models.PROTECT, related_name="adopted_minutes")
    adopted_in = models.ForeignKey(Meeting, models.PROTECT, related_name="adopts_minutes_of")
    decision = models.ForeignKey("cycle.Decision", models.PROTECT, related_name="adopted_minutes")
    content = models.JSONField()
    sha256 = models.CharField(max_length=64)

    class Meta:
        ordering = ("-recorded_at", "pk")

    def __str__(self) -> str:
        return f"minutes of {self.meeting}"
