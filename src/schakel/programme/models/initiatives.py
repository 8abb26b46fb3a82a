# SPDX-License-Identifier: EUPL-1.2
"""Initiatives and structures: names through time, lineage, stages, partners in roles and links."""

from django.db import models

from schakel.programme.models.partners import Partner
from schakel.programme.models.record import Appended, Record


class InitiativeKind(models.TextChoices):
    """What sort of thing it is; the first thirteen are those of the course's register."""

    HUB = "hub", "hub"
    CAMPUS = "campus", "campus"
    FIELD_LAB = "field_lab", "field lab"
    DESK = "desk", "desk"
    PROGRAMME = "programme", "programme"
    CLUSTER = "cluster", "cluster"
    SCHEME = "scheme", "scheme"
    FUND = "fund", "fund"
    AGENCY = "agency", "agency"
    BRAND = "brand", "brand or campaign"
    DOCUMENT = "document", "document"
    STRATEGY = "strategy", "strategy"
    LOCATION = "location", "location"
    COMMUNITY = "community", "community of practice"
    PROJECT = "project", "project"


class InitiativeRelation(models.TextChoices):
    """Whose it is; EXTERNAL is shown as a link and never counted as a result of the programme."""

    OWN = "own", "of the collaboration"
    PARTNER = "partner", "of partners"
    EXTERNAL = "external", "of others"


class Stage(models.TextChoices):
    """The stage of its life; the four growing stages are those of the course (section 5)."""

    UNKNOWN = "unknown", "not known"
    QUARTERMASTER = "quartermaster", "being prepared"
    SOWING = "sowing", "sowing"
    GERMINATING = "germinating", "germinating"
    GROWING = "growing", "growing"
    HARVESTING = "harvesting", "harvesting"
    CONSOLIDATED = "consolidated", "made permanent"
    MERGED = "merged", "merged into another"
    STOPPED = "stopped", "stopped"


class Continuity(models.TextChoices):
    """Whether it is arranged what carries the initiative when its money ends."""

    UNKNOWN = "unknown", "not known"
    NONE = "none", "not arranged"
    PARTLY = "partly", "partly arranged"
    ARRANGED = "arranged", "arranged"


class Initiative(Record):
    """An initiative or structure.

    ``lines``, ``actions``, ``tags`` and ``target_groups`` are lists of codes (tags: "smart", "circular").
    ``stage`` only changes through ``actions.stages``; ``exit_on`` and ``exit_criterion`` belong to the
    quartermaster phase. A year without a date is known by year only; both empty is unknown.
    """

    code = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=12, choices=InitiativeKind)
    relation = models.CharField(max_length=10, choices=InitiativeRelation)
    summary = models.TextField(blank=True)
    place = models.CharField(max_length=12, blank=True)
    lines = models.JSONField(default=list, blank=True)
    actions = models.JSONField(default=list, blank=True)
    tags = models.JSONField(default=list, blank=True)
    target_groups = models.JSONField(default=list, blank=True)
    course_sections = models.JSONField(default=list, blank=True)
    owner = models.ForeignKey(Partner, models.PROTECT, null=True, blank=True, related_name="owned")
    stage = models.CharField(max_length=14, choices=Stage, default=Stage.UNKNOWN, editable=False)
    started_year = models.PositiveSmallIntegerField(null=True, blank=True)
    started_on = models.DateField(null=True, blank=True)
    ended_year = models.PositiveSmallIntegerField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    exit_on = models.DateField(null=True, blank=True)
    exit_criterion = models.CharField(max_length=300, blank=True)
    continuity = models.CharField(max_length=10, choices=Continuity, default=Continuity.UNKNOWN)
    continuity_note = models.CharField(max_length=300, blank=True)
    website = models.URLField(blank=True)
    note = models.TextField(blank=True)

    class Meta:
        ordering = ("name", "pk")
        indexes = (
            models.Index(fields=["name"]),
            models.Index(fields=["stage", "name"]),
            models.Index(fields=["relation", "name"]),
            models.Index(fields=["kind", "name"]),
            models.Index(fields=["place", "name"]),
            models.Index(fields=["relation", "kind", "stage"]),
        )

    def __str__(self) -> str:
        return self.name


class InitiativeName(Record):
    """A name that an initiative has or had; ``plain`` is its spelling without case, accents and marks."""

    initiative = models.ForeignKey(Initiative, models.CASCADE, related_name="names")
    name = models.CharField(max_length=200)
    plain = models.CharField(max_length=200, unique=True)
    since_year = models.PositiveSmallIntegerField(null=True, blank=True)
    until_year = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta:
        ordering = ("name", "pk")

    def __str__(self) -> str:
        return self.name


class LineageKind(models.TextChoices):
    """Where an initiative went."""

    RENAMED = "renamed_to", "renamed to"
    MERGED = "merged_into", "merged into"
    PART_OF = "part_of", "part of"
    SUCCEEDED = "succeeded_by", "succeeded by"


class Lineage(Record):
    """``initiative`` went into ``other``; promises of the first stay visible at the second."""

    initiative = models.ForeignKey(Initiative, models.CASCADE, related_name="lineage")
    other = models.ForeignKey(Initiative, models.CASCADE, related_name="ancestry")
    kind = models.CharField(max_length=14, choices=LineageKind)
    year = models.PositiveSmallIntegerField(null=True, blank=True)
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["initiative", "other", "kind"], name="one_lineage_each"),
            models.CheckConstraint(
                condition=~models.Q(initiative=models.F("other")), name="lineage_goes_elsewhere"
            ),
        )

    def __str__(self) -> str:
        return f"{self.initiative} {self.kind} {self.other}"


class StageChange(Appended):
    """A step in the life of an initiative; the last one is its stage."""

    initiative = models.ForeignKey(Initiative, models.CASCADE, related_name="stage_changes")
    from_stage = models.CharField(max_length=14, choices=Stage)
    to_stage = models.CharField(max_length=14, choices=Stage)
    on = models.DateField()
    reason = models.CharField(max_length=500)
    lesson = models.TextField(blank=True)
    decided_by = models.CharField(max_length=200, blank=True)
    evidence = models.CharField(max_length=500, blank=True)
    into = models.ForeignKey(Initiative, models.PROTECT, null=True, blank=True, related_name="absorbed")

    class Meta:
        ordering = ("on", "pk")

    def __str__(self) -> str:
        return f"{self.initiative}: {self.to_stage} ({self.on})"


class ParticipationRole(models.TextChoices):
    """What a partner is to an initiative."""

    INITIATOR = "initiator", "started it"
    LEAD = "lead", "runs it"
    FUNDER = "funder", "pays"
    HOST = "host", "gives a place"
    KNOWLEDGE = "knowledge", "brings knowledge"
    PARTICIPANT = "participant", "takes part"
    CUSTOMER = "customer", "first customer"
    ADVISER = "adviser", "advises"


class Participation(Record):
    """A partner takes part in an initiative in a role: the tie that the network is made of."""

    initiative = models.ForeignKey(Initiative, models.CASCADE, related_name="participations")
    partner = models.ForeignKey(Partner, models.CASCADE, related_name="participations")
    role = models.CharField(max_length=12, choices=ParticipationRole)
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ("initiative", "role", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=["initiative", "partner", "role", "starts_on"], name="one_participation_each"
            ),
        )

    def __str__(self) -> str:
        return f"{self.partner} – {self.initiative} ({self.role})"


class LinkKind(models.TextChoices):
    """What two initiatives share."""

    TARGET_GROUP = "target_group", "the same target group"
    LOCATION = "location", "the same place"
    FUNDER = "funder", "the same funder"
    STAFF = "staff", "the same staff"
    REFERS = "refers", "refers to"
    SUPPLIES = "supplies", "supplies to"


class InitiativeLink(Record):
    """A link between two initiatives."""

    first = models.ForeignKey(Initiative, models.CASCADE, related_name="links_from")
    second = models.ForeignKey(Initiative, models.CASCADE, related_name="links_to")
    kind = models.CharField(max_length=14, choices=LinkKind)
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["first", "second", "kind"], name="one_link_each"),
            models.CheckConstraint(condition=~models.Q(first=models.F("second")), name="link_joins_two"),
        )

    def __str__(self) -> str:
        return f"{self.first} – {self.second} ({self.kind})"


class ReadinessChange(Appended):
    """The technology readiness level (1 to 9) of an innovation at a date; a step back has a reason."""

    initiative = models.ForeignKey(Initiative, models.CASCADE, related_name="readiness")
    innovation = models.CharField(max_length=200)
    level = models.PositiveSmallIntegerField()
    on = models.DateField()
    owner = models.ForeignKey(Partner, models.PROTECT, null=True, blank=True, related_name="+")
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ("innovation", "on", "pk")
        constraints = (
            models.CheckConstraint(condition=models.Q(level__range=(1, 9)), name="readiness_from_1_to_9"),
        )

    def __str__(self) -> str:
        return f"{self.innovation}: {self.level} ({self.on})"


class EmbeddingAnswer(Record):
    """The answer to one question of the embedding checklist (``queries.embedding`` has the questions)."""

    initiative = models.ForeignKey(Initiative, models.CASCADE, related_name="embedding")
    question = models.CharField(max_length=40)
    answer = models.CharField(
        max_length=10,
        choices=[("yes", "yes"), ("partly", "partly"), ("no", "no"), ("unknown", "not known")],
    )
    explanation = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["initiative", "question"], name="one_embedding_answer_each"),
        )

    def __str__(self) -> str:
        return f"{self.initiative}: {self.question} {self.answer}"
