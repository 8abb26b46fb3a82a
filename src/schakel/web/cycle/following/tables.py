# SPDX-License-Identifier: EUPL-1.2
"""The tables of following delivery: what asks for attention, lights, deviations, who was asked."""

from collections.abc import Sequence
from typing import Any

import django_filters
from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from schakel.cycle.models import Deviation
from schakel.cycle.queries.escalation import Escalation
from schakel.cycle.queries.light_history import LightHistory
from schakel.cycle.queries.lobby import Lobby
from schakel.cycle.sight import Sight
from schakel.documents.formats import day
from schakel.documents.sentences.escalations import case_sentence
from schakel.web.cycle.following.asking import title_of
from schakel.web.cycle.following.words import (
    kind_choices,
    kind_words,
    proposal_words,
    severity_words,
    state_choices,
    state_words,
)
from schakel.web.programme.listing import ListColumn
from schakel.web.programme.partners.cells import day_cell, marked
from schakel.web.programme.updates.words import light_words
from schakel.web.reading import Reading
from schakel.web.tables.table import Cell, Column, Row, Table, text_cell

SEVERITY_TONES = {"critical": "bad", "severe": "mild", "warning": ""}
STATE_TONES = {"noted": "mild", "escalated": "bad", "settled": "good"}


def asking_table(reading: Reading, found: Sequence[Escalation], sight: Sight) -> Table:
    """Return everything that asks for attention, one rule a row.

    That nobody took something up is only told to who sees everything that takes things up.
    """
    columns = (
        Column("initiative", _("Initiative")),
        Column("owner", _("Owner")),
        Column("what", _("What")),
        Column("severity", _("How grave")),
        Column("since", _("Since")),
        Column("facts", _("What is the matter")),
        Column("taken", _("Taken up")),
    )
    order = ("critical", "severe", "warning")
    rows = tuple(
        Row(
            (
                marked(e.name, invented=e.invented, link=reading.url("initiative", e.initiative)),
                text_cell(e.owner or _("not known")),
                text_cell(title_of(e, reading)),
                Cell(severity_words(e.severity), order.index(e.severity), tone=SEVERITY_TONES[e.severity]),
                Cell(day(e.since, reading.language), e.since.isoformat(), tone="date"),
                text_cell(" ".join(case_sentence(e.rule, c, reading.language) for c in e.cases)),
                _taken_cell(e, sight),
            )
        )
        for e in found
    )
    return Table("asking", _("Everything that asks for attention"), columns, rows)


def _taken_cell(e: Escalation, sight: Sight) -> Cell:
    if e.is_taken_up:
        return Cell(_("yes"), 1)
    return Cell(_("no"), 0, tone="bad") if sight.closed else Cell("–", None)


def lights_table(reading: Reading, history: LightHistory) -> Table:
    """Return the three lights of each initiative in each round."""
    columns = (
        Column("initiative", _("Initiative")),
        *(Column(f"round-{n}", title) for n, title in enumerate(history.rounds)),
    )
    rows = tuple(
        Row(
            (
                marked(s.name, invented=s.invented, link=reading.url("initiative", s.code)),
                *(
                    text_cell(", ".join(light_words(light) for light in lights))
                    if lights
                    else Cell(_("no update"), None, tone="unknown")
                    for lights in s.lights
                ),
            )
        )
        for s in history.strips
    )
    return Table("lights", _("Quality, time and money in each round"), columns, rows)


class DeviationFilter(django_filters.FilterSet):  # type: ignore[misc]
    """Which deviations are listed."""

    staat = django_filters.ChoiceFilter(
        field_name="shown_state",
        label=gettext_lazy("Stands"),
        choices=state_choices,
        empty_label=gettext_lazy("all"),
    )
    soort = django_filters.ChoiceFilter(
        field_name="kind", label=gettext_lazy("On"), choices=kind_choices, empty_label=gettext_lazy("all")
    )
    zoek = django_filters.CharFilter(
        field_name="what",
        lookup_expr="icontains",
        label=gettext_lazy("Words"),
        widget=forms.TextInput(attrs={"maxlength": 100}),
    )


def deviation_columns(reading: Reading) -> list[ListColumn]:
    """Return the columns of the list of deviations."""

    def what(d: Deviation) -> Cell:
        return marked(d.what, invented=d.invented, link=reading.url("deviation", d.initiative.code, d.pk))

    def state(d: Any) -> Cell:
        return Cell(state_words(d.shown_state), d.shown_state, tone=STATE_TONES[d.shown_state])

    return [
        ListColumn("what", _("Deviation"), what, "what"),
        ListColumn(
            "initiative",
            _("Initiative"),
            lambda d: text_cell(d.initiative.name, reading.url("initiative", d.initiative.code)),
            "initiative__name",
        ),
        ListColumn("kind", _("On"), lambda d: text_cell(kind_words(d.kind)), "kind"),
        ListColumn("since", _("Since"), lambda d: day_cell(d.since, reading.language), "since"),
        ListColumn("state", _("Stands"), state, "shown_state"),
        ListColumn("cause", _("Cause"), lambda d: text_cell(d.cause)),
        ListColumn(
            "proposal", _("Proposal"), lambda d: text_cell(f"{proposal_words(d.proposal_kind)}: {d.proposal}")
        ),
        ListColumn("owner", _("Owner"), lambda d: text_cell(d.owner.name if d.owner else "–"), "owner__name"),
        ListColumn("outcome", _("Outcome"), lambda d: text_cell(d.outcome or "–")),
    ]


def addressee_table(reading: Reading, lobby: Lobby) -> Table:
    """Return each body that was asked something, those that answered least first."""
    columns = (
        Column("addressee", _("Who is asked")),
        Column("asked", _("Asked"), True),
        Column("answered", _("Answered"), True),
        Column("taken", _("Taken up"), True),
    )
    rows = tuple(
        Row(
            (
                text_cell(a.name),
                Cell(str(a.n), a.n),
                Cell(str(a.n_answered), a.n_answered),
                Cell(str(a.n_taken), a.n_taken),
            )
        )
        for a in lobby.addressees
    )
    return Table("addressees", _("Who was asked something, and answered"), columns, rows)
