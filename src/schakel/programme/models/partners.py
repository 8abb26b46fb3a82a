# SPDX-License-Identifier: EUPL-1.2
"""Partners: organisations, their seats by role, their own goals and the few contacts that are needed."""

from django.db import models

from schakel.programme.models.record import Record, Traced


class Helix(models.TextChoices):
    """The strand of the helix that an organisation belongs to."""

    BUSINESS = "business", "business"
    KNOWLEDGE = "knowledge", "education and knowledge"
    GOVERNMENT = "government", "government"
    OTHER = "other", "other"


class PartnerRelation(models.TextChoices):
    """How an organisation stands to the collaboration."""

    PARTNER = "partner", "partner of the collaboration"
    CANDIDATE = "candidate", "candidate partner"
    EXTERNAL = "external", "outside organisation"


class Partner(Record):
    """An organisation; ``municipality`` is a code of the course's region or empty."""

    code = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=200)
    short_name = models.CharField(max_length=60, blank=True)
    helix = models.CharField(max_length=12, choices=Helix)
    relation = models.CharField(max_length=10, choices=PartnerRelation, default=PartnerRelation.PARTNER)
    municipality = models.CharField(max_length=12, blank=True)
    is_manufacturer = models.BooleanField(null=True, blank=True)
    website = models.URLField(blank=True)
    summary = models.TextField(blank=True)
    joined_on = models.DateField(null=True, blank=True)
    left_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ("name", "pk")
        indexes = (
            models.Index(fields=["name"]),
            models.Index(fields=["helix", "name"]),
            models.Index(fields=["relation", "name"]),
            models.Index(fields=["municipality", "name"]),
        )

    def __str__(self) -> str:
        return self.name


class Body(models.TextChoices):
    """A table at which partners sit."""

    BOARD = "board", "programme board"
    ADMINISTRATORS = "administrators", "meeting of administrators"
    PROGRAMME_TEAM = "programme_team", "programme team"
    BUREAU = "bureau", "programme office"
    ACQUISITION = "acquisition", "acquisition group"
    STEERING = "steering", "steering group"
    THEME = "theme", "theme group"


class Seat(Record):
    """A seat of an organisation at a table, by role and never by person; without an end it is held now."""

    partner = models.ForeignKey(Partner, models.CASCADE, related_name="seats")
    body = models.CharField(max_length=16, choices=Body)
    role = models.CharField(max_length=80)
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    is_vacant = models.BooleanField(default=False)
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ("body", "role", "pk")

    def __str__(self) -> str:
        return f"{self.partner}: {self.role} ({self.body})"


class PartnerGoal(Record):
    """A goal of the partner itself, in our own words, with the document it is from."""

    partner = models.ForeignKey(Partner, models.CASCADE, related_name="goals")
    statement = models.CharField(max_length=300)
    section = models.CharField(max_length=60, blank=True)

    class Meta:
        ordering = ("partner", "pk")

    def __str__(self) -> str:
        return self.statement


class Fit(models.TextChoices):
    """How far a partner's goal and a goal of the course coincide."""

    SAME = "same", "the same goal"
    PARTLY = "partly", "partly the same"
    CONFLICT = "conflict", "in each other's way"


class GoalAlignment(Record):
    """A partner's goal beside a goal, line or action of the course (``course_code``)."""

    goal = models.ForeignKey(PartnerGoal, models.CASCADE, related_name="alignments")
    course_code = models.CharField(max_length=60)
    fit = models.CharField(max_length=10, choices=Fit)
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["goal", "course_code"], name="one_alignment_each"),)

    def __str__(self) -> str:
        return f"{self.goal} – {self.course_code}"


class Raci(models.TextChoices):
    """The four roles of a responsibility table; each subject has exactly one ACCOUNTABLE."""

    RESPONSIBLE = "responsible", "responsible: does the work"
    ACCOUNTABLE = "accountable", "accountable: answers for it"
    CONSULTED = "consulted", "consulted beforehand"
    INFORMED = "informed", "informed afterwards"


class Responsibility(Record):
    """A partner's role for an action, goal, line or element of the course, or an initiative.

    ``subject`` is the kind ("action", "goal", "line", "element", "initiative"), ``subject_code`` its code.
    """

    partner = models.ForeignKey(Partner, models.CASCADE, related_name="responsibilities")
    subject = models.CharField(max_length=12)
    subject_code = models.CharField(max_length=60)
    role = models.CharField(max_length=12, choices=Raci)
    since = models.DateField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ("subject", "subject_code", "role", "pk")
        indexes = (models.Index(fields=["subject", "subject_code"]),)

    def __str__(self) -> str:
        return f"{self.subject} {self.subject_code}: {self.role} {self.partner}"


class Contact(Traced):
    """A business contact by function: no name, only what is needed, and removed after ``keep_until``.

    Has no history, so that removal is removal.
    """

    PERSONAL_FIELDS = ("email", "telephone")
    partner = models.ForeignKey(Partner, models.CASCADE, related_name="contacts")
    function = models.CharField(max_length=120)
    email = models.EmailField(blank=True)
    telephone = models.CharField(max_length=30, blank=True)
    purpose = models.CharField(max_length=200)
    keep_until = models.DateField()

    class Meta:
        ordering = ("partner", "function", "pk")

    def __str__(self) -> str:
        return f"{self.partner}: {self.function}"
