# SPDX-License-Identifier: EUPL-1.2
"""What an item of an older version of the course is called in a later one: split, merged, or gone.

Activities and money stay under the code that they were entered with. Which version that code is of follows
from the day on which they were entered.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Count
from django.db.models.functions import TruncDate

from schakel.cycle.models import CourseDraft, CourseVersion
from schakel.cycle.queries.course_items import ACTIONS, LINES, items_of
from schakel.cycle.queries.course_versions import course_of_version, version_on, versions_of
from schakel.koers.failures import N_, Failure
from schakel.programme.models import Activity


class NotLater(Failure):
    """The way from one version to another that does not come after it."""

    template = N_("Version {to_version} does not follow version {from_version}.")
    cure = N_("Ask the other way round: items are followed from the older version to the newer one.")


@dataclass(frozen=True, slots=True)
class VersionStep:
    """How a version came from the one before it: its items, and what older items go on as.

    An item without a row goes on under its own name where the new version still has it.
    """

    items: frozenset[str]
    goes_on: Mapping[str, tuple[str, ...]]

    def follow(self, item: str) -> tuple[str, ...]:
        """Return what an item of the version before is called in this one."""
        if item in self.goes_on:
            return tuple(new for new in self.goes_on[item] if new in self.items)
        return (item,) if item in self.items else ()


@dataclass(frozen=True, slots=True)
class CourseLineage:
    """The versions of a course, oldest first, with the step to each from the one before."""

    versions: tuple[CourseVersion, ...]
    steps: tuple[VersionStep, ...]

    def present(self, item: str, from_version: int, to_version: int) -> tuple[str, ...]:
        """Return what an item is called in a later version: several when it was split, none when it ended.

        Parameters
        ----------
        item
            As ``list:code``.
        from_version, to_version
            The keys of two versions.

        Raises
        ------
        NotLater
            When the second does not follow the first.
        """
        places = {version.pk: place for place, version in enumerate(self.versions)}
        start, end = places.get(from_version), places.get(to_version)
        if start is None or end is None or end < start:
            raise NotLater(from_version=from_version, to_version=to_version)
        found: tuple[str, ...] = (item,)
        for step in self.steps[start + 1 : end + 1]:
            found = tuple(dict.fromkeys(new for old in found for new in step.follow(old)))
        return found


@dataclass(frozen=True, slots=True)
class WorkUnderItem:
    """The activities of a line or action of a version; ``came_from`` are the older items they were under."""

    item: str
    n_activities: int
    came_from: tuple[str, ...]


def course_lineage(course: str) -> CourseLineage:
    """Return how the versions of a course follow each other."""
    versions = tuple(versions_of(course))
    drafts = CourseDraft.objects.filter(adopted__in=[v.pk for v in versions]).prefetch_related("mappings")
    mapped = {draft.adopted_id: _goes_on(draft) for draft in drafts}
    steps = [VersionStep(frozenset(items_of(course_of_version(v))), mapped.get(v.pk, {})) for v in versions]
    return CourseLineage(versions, tuple(steps))


def _goes_on(draft: CourseDraft) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for row in draft.mappings.all():
        found[row.old_item] = (*found.get(row.old_item, ()), *([row.new_item] if row.new_item else []))
    return found


def present_item(item: str, from_version: CourseVersion, to_version: CourseVersion) -> tuple[str, ...]:
    """Return what an item is called in a later version; see :meth:`CourseLineage.present`."""
    return course_lineage(to_version.course).present(item, from_version.pk, to_version.pk)


def work_under(lineage: CourseLineage, version: CourseVersion) -> dict[str, WorkUnderItem]:
    """Return the activities under each line and action of a version, those from before it with them.

    An activity of an action that was split counts under each of its parts, so the numbers do not add up.
    Activities entered after the next version began are not of this one.
    """
    place = [v.pk for v in lineage.versions].index(version.pk)
    until = lineage.versions[: place + 1]
    later = {v.pk for v in lineage.versions[place + 1 :]}
    counts: Counter[str] = Counter()
    came: dict[str, set[str]] = defaultdict(set)
    for old, entered, n in _entered(lineage.versions):
        if entered.pk in later or not until:
            continue
        for new in lineage.present(old, entered.pk, version.pk):
            counts[new] += n
            if new != old:
                came[new].add(old)
    return {item: WorkUnderItem(item, n, tuple(sorted(came[item]))) for item, n in counts.items()}


def _entered(versions: Sequence[CourseVersion]) -> list[tuple[str, CourseVersion, int]]:
    """Return lines and actions with the version in which activities were entered under them, and how many."""
    rows = Activity.objects.annotate(day=TruncDate("created_at")).values_list("line", "action", "day")
    found: Counter[tuple[str, int]] = Counter()
    by_key = {v.pk: v for v in versions}
    for line, action, day, n in rows.annotate(n=Count("pk")).order_by():
        version = version_on(versions, day)
        if version is None:
            continue
        for list_name, code in ((LINES, line), (ACTIONS, action)):
            if code:
                found[f"{list_name}:{code}", version.pk] += n
    return [(item, by_key[key], n) for (item, key), n in found.items()]
