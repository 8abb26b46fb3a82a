# SPDX-License-Identifier: EUPL-1.2
"""How each element was worked on in a year: chosen or not, agreements, activities and public decisions."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from schakel.cycle.models import Agreement, CycleYear, SourceKind
from schakel.cycle.queries.real_rows import rows_for
from schakel.cycle.queries.years import chosen_links
from schakel.cycle.sight import PUBLIC, visible_decisions
from schakel.programme.models import Activity, ActivityStatus, InitiativeRelation
from schakel.programme.queries.activities import list_activities, ties_of


@dataclass(frozen=True, slots=True)
class WorkOnElement:
    """What was done about one element.

    Attributes
    ----------
    is_chosen, probability
        Whether the board chose it as a link to work on, and how probable it was then that it is the
        weakest; ``None`` where that was not measured.
    agreements, activities
        How many, by status.
    decisions
        Numbers of the public decisions of the year that came from it.
    """

    is_chosen: bool
    probability: float | None
    agreements: tuple[tuple[str, int], ...]
    activities: tuple[tuple[str, int], ...]
    decisions: tuple[str, ...]

    def n_agreements(self, status: str) -> int:
        """Return how many agreements have a status."""
        return dict(self.agreements).get(status, 0)

    def n_activities(self, status: str) -> int:
        """Return how many activities have a status."""
        return dict(self.activities).get(status, 0)


NO_WORK = WorkOnElement(False, None, (), (), ())


def work_on_elements(cycle: CycleYear, links: Mapping[str, float | None]) -> dict[str, WorkOnElement]:
    """Return the work of a year by element, in six queries.

    Parameters
    ----------
    links
        The links that the board chose (:func:`links_of`).
    """
    agreements: dict[str, Counter[str]] = defaultdict(Counter)
    for element, status in rows_for(cycle, Agreement.objects.filter(cycle=cycle)).values_list(
        "element", "status"
    ):
        agreements[element][status] += 1
    activities: dict[str, Counter[str]] = defaultdict(Counter)
    for activity in activities_of_year(cycle):
        for element in {t.element for t in ties_of(activity) if cycle.invented or not t.invented}:
            activities[element][activity.status] += 1
    decisions: dict[str, list[str]] = defaultdict(list)
    found = rows_for(cycle, visible_decisions(PUBLIC)).filter(
        on__range=(cycle.starts_on, cycle.ends_on), item__source_kind=SourceKind.ELEMENT
    )
    for element, number in found.order_by("number").values_list("item__source_key", "number"):
        decisions[element].append(number)
    return {
        element: WorkOnElement(
            element in links,
            links.get(element),
            tuple(sorted(agreements[element].items())),
            tuple(sorted(activities[element].items())),
            tuple(decisions[element]),
        )
        for element in {*links, *agreements, *activities, *decisions}
    }


def links_of(cycle: CycleYear) -> dict[str, float | None]:
    """Return the links that the board chose for a year, with its probability of being the weakest then."""
    return {link.element: link.probability for link in chosen_links(cycle)}


def activities_of_year(cycle: CycleYear) -> list[Activity]:
    """Return the activities that a year is about, without those of outside structures."""
    rows = (
        rows_for(cycle, list_activities())
        .exclude(initiative__relation=InitiativeRelation.EXTERNAL)
        .order_by("pk")
    )
    return [activity for activity in rows if is_of_year(activity, cycle)]


def is_of_year(activity: Activity, cycle: CycleYear) -> bool:
    """Say whether an activity belongs to a year.

    One that began after it, or ended before it, does not. One that is done or cancelled on an unknown day
    does only when it began in the year; any other without dates does.
    """
    if activity.starts_on is not None and activity.starts_on > cycle.ends_on:
        return False
    if activity.ends_on is not None:
        return activity.ends_on >= cycle.starts_on
    if activity.status in (ActivityStatus.DONE, ActivityStatus.CANCELLED):
        return activity.starts_on is not None and activity.starts_on >= cycle.starts_on
    return True
