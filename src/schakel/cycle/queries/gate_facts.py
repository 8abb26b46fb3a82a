# SPDX-License-Identifier: EUPL-1.2
"""What the tables hold of a year, read once for all its gates."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TypeVar

from django.db.models import Model, Q, QuerySet

from schakel.cycle.models import (
    Agreement,
    AgreementStatus,
    ChallengeOwner,
    CycleYear,
    Deviation,
    DiagnosisAdoption,
    Heard,
    Judgement,
    OwnerAnswer,
    Phase,
)
from schakel.cycle.queries.years import adoption_of, phases_of
from schakel.programme.models import UpdateRound
from schakel.programme.queries.updates import RoundLine, round_lines

AnyModel = TypeVar("AnyModel", bound=Model)


@dataclass
class GateFacts:
    """The facts of a year as they are ``today``; each is read when it is first asked for.

    A real year never reckons with invented rows, neither as proof nor as a burden; an invented year is
    burdened by invented rows only.
    """

    cycle: CycleYear
    today: date

    def proof(self, rows: QuerySet[AnyModel]) -> QuerySet[AnyModel]:
        """Return the rows that may prove something in this year."""
        return rows if self.cycle.invented else rows.filter(invented=False)

    def burden(self, rows: QuerySet[AnyModel]) -> QuerySet[AnyModel]:
        """Return the rows that this year must settle."""
        return rows.filter(invented=self.cycle.invented)

    @cached_property
    def phases(self) -> tuple[Phase, ...]:
        """The phases in their order."""
        return phases_of(self.cycle)

    @cached_property
    def days(self) -> tuple[date, date]:
        """The first and last day that count for the year: a phase may be planned beyond its end."""
        return self.cycle.starts_on, max([self.cycle.ends_on, *(p.ends_on for p in self.phases)])

    @cached_property
    def adoption(self) -> DiagnosisAdoption | None:
        """The adoption of the diagnosis that counts."""
        return adoption_of(self.cycle)

    @cached_property
    def links(self) -> tuple[str, ...]:
        """The elements that the board chose."""
        found = self.adoption.links.order_by("pk") if self.adoption else ()
        return tuple(link.element for link in found)

    @cached_property
    def owners(self) -> tuple[tuple[str, str], ...]:
        """The accepted owners of the chosen links, as element and code of the organisation."""
        rows = ChallengeOwner.objects.filter(cycle=self.cycle, answer=OwnerAnswer.ACCEPTED)
        found = self.proof(rows).order_by("element", "pk").values_list("element", "partner__code")
        return tuple((element, code) for element, code in found if element in self.links)

    @cached_property
    def heard(self) -> frozenset[tuple[str, str]]:
        """Which organisation was heard about which element, as element and code of the organisation."""
        rows = Heard.objects.filter(talk__cycle=self.cycle, talk__on__lte=self.today)
        found = self.proof(rows).values_list("talk__elements", "partner__code")
        return frozenset((element, code) for elements, code in found for element in elements)

    @cached_property
    def agreements(self) -> tuple[Agreement, ...]:
        """Every agreement of the year."""
        return tuple(self.proof(Agreement.objects.filter(cycle=self.cycle)).order_by("due_on", "pk"))

    @cached_property
    def agreed_elements(self) -> frozenset[str]:
        """The elements with an agreement that was not dropped."""
        return frozenset(a.element for a in self.agreements if a.status != AgreementStatus.DROPPED)

    @cached_property
    def last_round(self) -> UpdateRound | None:
        """The last round of updates that was due in the year and has ended."""
        rounds = UpdateRound.objects.filter(
            due_on__gte=self.cycle.starts_on, due_on__lte=self.cycle.ends_on, due_on__lt=self.today
        )
        return self.burden(rounds).order_by("-due_on", "-pk").first()

    @cached_property
    def round_answers(self) -> tuple[RoundLine, ...]:
        """Every initiative that was asked in that round."""
        lines = round_lines(self.last_round, self.today) if self.last_round else ()
        return tuple(line for line in lines if self.cycle.invented or not line.initiative.invented)

    @cached_property
    def deviations(self) -> tuple[Deviation, ...]:
        """The deviations of the year, and those of no year that were there before its end."""
        rows = Deviation.objects.filter(
            Q(cycle=self.cycle) | Q(cycle__isnull=True, since__lte=self.days[1]) | Q(since__range=self.days)
        )
        return tuple(self.burden(rows).order_by("since", "pk"))

    @cached_property
    def judged(self) -> frozenset[tuple[str, str]]:
        """What was judged, as the kind and the code of the subject."""
        rows = self.proof(Judgement.objects.filter(cycle=self.cycle))
        return frozenset(rows.values_list("subject_kind", "subject"))
