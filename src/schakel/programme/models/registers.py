# SPDX-License-Identifier: EUPL-1.2
"""Small registers: advice followed or not, context, subjects raised elsewhere, services, challenges."""

from django.db import models

from schakel.programme.models.initiatives import Initiative
from schakel.programme.models.partners import Partner
from schakel.programme.models.record import Record


class Recommendation(Record):
    """A recommendation of an advisory report, audit or evaluation, and what was done with it."""

    report = models.CharField(max_length=200)
    on = models.DateField(null=True, blank=True)
    text = models.TextField()
    owner = models.ForeignKey(Partner, models.SET_NULL, null=True, blank=True, related_name="recommendations")
    status = models.CharField(
        max_length=10,
        choices=[
            ("unknown", "not known"),
            ("accepted", "accepted"),
            ("partly", "partly done"),
            ("done", "done"),
            ("declined", "declined"),
        ],
        default="unknown",
    )
    what_was_done = models.TextField(blank=True)

    class Meta:
        ordering = ("-on", "pk")

    def __str__(self) -> str:
        return self.text[:80]


class ContextSignal(Record):
    """A change outside that bears on an assumption of the course."""

    title = models.CharField(max_length=200)
    on = models.DateField()
    kind = models.CharField(
        max_length=14,
        choices=[
            ("economic", "economic"),
            ("social", "social"),
            ("technological", "technological"),
            ("geopolitical", "geopolitical"),
            ("policy", "policy"),
        ],
    )
    assumption = models.CharField(max_length=300, blank=True)
    contradicts = models.BooleanField(default=False)
    meaning = models.TextField(blank=True)

    class Meta:
        ordering = ("-on", "pk")

    def __str__(self) -> str:
        return self.title


class AgendaSubject(Record):
    """A subject that is raised with others: who is addressed, what is asked, what came of it."""

    subject = models.CharField(max_length=200)
    addressee = models.CharField(max_length=200)
    ask = models.CharField(max_length=300)
    raised_on = models.DateField(null=True, blank=True)
    owner = models.ForeignKey(Partner, models.SET_NULL, null=True, blank=True, related_name="+")
    status = models.CharField(
        max_length=10,
        choices=[
            ("planned", "planned"),
            ("raised", "raised"),
            ("taken", "taken up"),
            ("declined", "declined"),
        ],
        default="planned",
    )
    outcome = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ("-raised_on", "pk")

    def __str__(self) -> str:
        return self.subject


class Service(Record):
    """Advice or support that a partner gives firms: topic, place, stage of the firm, first or second tier."""

    provider = models.ForeignKey(Partner, models.CASCADE, related_name="services")
    initiative = models.ForeignKey(
        Initiative, models.SET_NULL, null=True, blank=True, related_name="services"
    )
    title = models.CharField(max_length=200)
    topic = models.CharField(max_length=80)
    places = models.JSONField(default=list, blank=True)
    firm_stage = models.CharField(
        max_length=10,
        choices=[("start", "start-up"), ("growth", "growing"), ("settled", "settled"), ("all", "all")],
        default="all",
    )
    tier = models.PositiveSmallIntegerField(choices=[(1, "first tier"), (2, "second tier")])

    class Meta:
        ordering = ("topic", "title", "pk")

    def __str__(self) -> str:
        return self.title


class Challenge(Record):
    """A purchase or investment that a partner plans, or an innovation that a firm offers: to be matched."""

    partner = models.ForeignKey(Partner, models.CASCADE, related_name="challenges")
    side = models.CharField(max_length=6, choices=[("ask", "asks for a solution"), ("offer", "offers one")])
    title = models.CharField(max_length=200)
    themes = models.JSONField(default=list, blank=True)
    budget_eur = models.DecimalField(max_digits=16, decimal_places=2, null=True, blank=True)
    wanted_on = models.DateField(null=True, blank=True)
    matched_with = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="matched_by"
    )
    became_customer_on = models.DateField(null=True, blank=True)
    note = models.TextField(blank=True)

    class Meta:
        ordering = ("-wanted_on", "pk")

    def __str__(self) -> str:
        return self.title
