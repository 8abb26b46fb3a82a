# SPDX-License-Identifier: EUPL-1.2
"""Claimed results: promised, expected, realised and verified, each with its date, source and evidence."""

from django.db import models

from schakel.programme.models.evidence import EvidenceFile
from schakel.programme.models.initiatives import Initiative
from schakel.programme.models.money import FundingProgramme
from schakel.programme.models.partners import Partner
from schakel.programme.models.record import Appended, Record


class ClaimKind(models.TextChoices):
    """What is claimed."""

    JOBS = "jobs", "jobs"
    INVESTMENT = "investment", "elicited investment"
    FIRMS = "firms", "firms"
    PEOPLE = "people", "people trained or reached"
    REACH = "reach", "reach or awareness"
    OTHER = "other", "other"


class ImpactLevel(models.TextChoices):
    """The level of impact that the course distinguishes (section 6)."""

    DIRECT = "direct", "direct economic"
    STRATEGIC = "strategic", "strategic"
    SOCIETAL = "societal", "societal"


class Claim(Record):
    """A result that somebody claims; the amounts stand in its statements.

    ``unit`` is EUR for INVESTMENT. ``same_as`` points at another claim about the same result, which
    then counts once. ``investor`` is "public" or "private" for INVESTMENT. ``place`` is a municipality
    or empty for the region.
    """

    code = models.SlugField(max_length=60, unique=True)
    title = models.CharField(max_length=200)
    kind = models.CharField(max_length=12, choices=ClaimKind)
    unit = models.CharField(max_length=40)
    level = models.CharField(max_length=10, choices=ImpactLevel, default=ImpactLevel.DIRECT)
    initiative = models.ForeignKey(Initiative, models.CASCADE, null=True, blank=True, related_name="claims")
    programme = models.ForeignKey(
        FundingProgramme, models.CASCADE, null=True, blank=True, related_name="claims"
    )
    claimed_by = models.ForeignKey(Partner, models.PROTECT, null=True, blank=True, related_name="claims")
    goal = models.CharField(max_length=60, blank=True)
    place = models.CharField(max_length=12, blank=True)
    investor = models.CharField(
        max_length=8, choices=[("public", "public"), ("private", "private")], blank=True
    )
    same_as = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="doubles")
    note = models.TextField(blank=True)

    class Meta:
        ordering = ("kind", "title", "pk")
        indexes = (models.Index(fields=["kind", "title"]), models.Index(fields=["title"]))

    def __str__(self) -> str:
        return self.title


class ClaimStep(models.TextChoices):
    """How far a claimed result is; five different things that reports mix up (trap 3.5)."""

    PROMISED = "promised", "promised beforehand"
    EXPECTED = "expected", "expected at signing"
    REALISED = "realised", "realised, says the claimant"
    VERIFIED = "verified", "verified by another"


class ClaimMethod(models.TextChoices):
    """How the amount was found."""

    UNKNOWN = "unknown", "not known"
    STATED = "stated", "stated by the claimant"
    COUNTED = "counted", "counted from own records"
    REGISTER = "register", "from a public register"
    INDEPENDENT = "independent", "established by an independent party"


class ClaimStatement(Appended):
    """What somebody said about a claim at a date. Versions of the same claim stay side by side.

    Only a correction of a typing error uses ``corrects``; another amount by another source is another
    statement. REALISED needs a source, VERIFIED evidence and a method other than STATED or UNKNOWN.
    """

    claim = models.ForeignKey(Claim, models.CASCADE, related_name="statements")
    step = models.CharField(max_length=10, choices=ClaimStep)
    amount = models.DecimalField(max_digits=16, decimal_places=2, null=True, blank=True)
    on = models.DateField()
    only_year = models.BooleanField(default=False)
    stated_by = models.CharField(max_length=200, blank=True)
    method = models.CharField(max_length=12, choices=ClaimMethod, default=ClaimMethod.UNKNOWN)
    evidence = models.ForeignKey(
        EvidenceFile, models.PROTECT, null=True, blank=True, related_name="claim_statements"
    )
    evidence_url = models.URLField(max_length=500, blank=True)
    note = models.CharField(max_length=500, blank=True)
    corrects = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="corrected_by"
    )

    class Meta:
        ordering = ("on", "pk")

    def __str__(self) -> str:
        return f"{self.claim}: {self.step} {self.amount}"
