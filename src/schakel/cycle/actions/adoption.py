# SPDX-License-Identifier: EUPL-1.2
"""The board adopts a measurement as the diagnosis of a year, and chooses the links to work on."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import transaction

from schakel.cycle.actions.measuring import store_measurement_row
from schakel.cycle.adopted_mark import write_mark
from schakel.cycle.marking import mark_of
from schakel.cycle.models import ChosenLink, CycleYear, Decision, DiagnosisAdoption, Measurement
from schakel.cycle.queries.measured import dossier_of
from schakel.cycle.queries.weakness import elements_of, weakness_of
from schakel.diagnosis.dossier import Dossier
from schakel.diagnosis.storage import StoredMeasurement
from schakel.koers.failures import N_, Failure
from schakel.programme.auditing import take_turn
from schakel.programme.recording import Actor, append_row


class YearIsClosed(Failure):
    """A closed year gets no other diagnosis."""

    template = N_("The year {year} of the cycle is closed; its diagnosis is history.")
    cure = N_("Adopt the measurement for the year that is open.")


class LaterThanTheYear(Failure):
    """A diagnosis cannot be about a year that is still to come."""

    template = N_("This measurement is about {measured}, later than the year {year} of the cycle.")
    cure = N_("Choose a measurement of that year or earlier.")


class NoLinkChosen(Failure):
    """A diagnosis is adopted to work on something."""

    template = N_("No link was chosen to work on.")
    cure = N_("Choose at least one element of the ecosystem, with the reason.")


class UnknownElement(Failure):
    """An element that is not in the diagnosis."""

    template = N_("The diagnosis knows no element '{element}'.")
    cure = N_("Choose one of: {expected}.")


class LinkChosenTwice(Failure):
    """An element was named more than once."""

    template = N_("The element '{element}' was chosen twice.")
    cure = N_("Name it once, with one reason.")


class LinkWithoutReason(Failure):
    """A link was chosen without saying why."""

    template = N_("There is no reason given for choosing the element '{element}'.")
    cure = N_("Say in one sentence why the board chose it.")


@dataclass(frozen=True, slots=True)
class LinkChoice:
    """An element that the board works on this year, and why."""

    element: str
    reason: str


def adopt_diagnosis(
    *,
    decision: Decision,
    cycle: CycleYear,
    measurement: Measurement | StoredMeasurement,
    links: Sequence[LinkChoice],
    by: Actor,
    at: datetime,
) -> DiagnosisAdoption:
    """Adopt a measurement as the diagnosis of a year of the cycle; a later adoption replaces it.

    What the diagnosis says of each chosen link is written beside it. Once the transaction is over, the
    pages of the measurement's year show this measurement.

    Parameters
    ----------
    decision
        The decision of the board; its day is the day of the adoption.
    measurement
        A kept measurement, or one in its folder, which is then kept first.
    links
        At least one. An element that is not measured may be chosen; it has no probability then.

    Raises
    ------
    YearIsClosed, LaterThanTheYear
        When the year of the cycle cannot have this diagnosis.
    NoLinkChosen, UnknownElement, LinkChosenTwice, LinkWithoutReason
        When something is wrong with the links.
    DamagedArchive, DamagedMeasurement
        When the measurement is not what was computed.
    """
    with transaction.atomic():
        take_turn()
        if CycleYear.objects.filter(pk=cycle.pk, closed_on__isnull=False).exists():
            raise YearIsClosed(year=cycle.year)
        if isinstance(measurement, StoredMeasurement):
            measurement = store_measurement_row(stored=measurement, by=by, at=at)
        if measurement.year > cycle.year:
            raise LaterThanTheYear(measured=str(measurement.year), year=str(cycle.year))
        dossier = dossier_of(measurement)
        check_links(dossier, links)
        row = DiagnosisAdoption(cycle=cycle, measurement=measurement, decision=decision, on=decision.on)
        adoption = append_row(row, action="diagnosis.adopt", by=by, at=at)
        for choice in links:
            _choose(adoption, dossier, choice, by=by, at=at)
        _show_after_commit(adoption)
    return adoption


def check_links(dossier: Dossier, links: Sequence[LinkChoice]) -> None:
    """Refuse links that cannot be chosen; raises as :func:`adopt_diagnosis` does."""
    if not links:
        raise NoLinkChosen
    known, seen = elements_of(dossier), set[str]()
    for choice in links:
        if choice.element not in known:
            raise UnknownElement(element=choice.element, expected=", ".join(known))
        if choice.element in seen:
            raise LinkChosenTwice(element=choice.element)
        if not choice.reason.strip():
            raise LinkWithoutReason(element=choice.element)
        seen.add(choice.element)


def _choose(
    adoption: DiagnosisAdoption, dossier: Dossier, choice: LinkChoice, *, by: Actor, at: datetime
) -> None:
    weakness = weakness_of(dossier, choice.element)
    row = ChosenLink(
        cycle=adoption.cycle,
        adoption=adoption,
        element=choice.element,
        comparison=weakness.comparison,
        probability=weakness.probability,
        reason=choice.reason.strip(),
    )
    append_row(row, action="diagnosis.choose_link", by=by, at=at)


def _show_after_commit(adoption: DiagnosisAdoption) -> None:
    """Let the pages of the measurement's year show it; when the mark cannot be written, `verify` tells.

    What was adopted in the demonstration year is not shown as the diagnosis.
    """
    if adoption.invented:
        return
    measured, mark = adoption.measurement, mark_of(adoption)
    home = Path(settings.SCHAKEL_HOME)
    transaction.on_commit(lambda: write_mark(home, measured.course, measured.year, mark), robust=True)
