# SPDX-License-Identifier: EUPL-1.2
"""Adopting a draft: it becomes a version of the course by a decision; what went before stays as it was."""

from datetime import datetime
from pathlib import Path

from django.db import transaction

from schakel.cycle.actions.course_versions import digest_of_course
from schakel.cycle.actions.drafts import DraftIsAdopted
from schakel.cycle.models import CourseDraft, CourseVersion, Decision, DecisionEffect
from schakel.cycle.queries.adoptability import unmapped_failures
from schakel.cycle.queries.course_versions import latest_version
from schakel.cycle.queries.draft_course import draft_course
from schakel.koers.failures import N_, Failure
from schakel.programme.auditing import take_turn
from schakel.programme.recording import Actor, append_row, change_record


class DraftNotRight(Failure):
    """A draft with something that must be solved first; ``problems`` says everything at once."""

    template = N_("The draft “{name}” cannot be adopted yet. {problems}")
    cure = N_("Solve this on the page of the draft, and adopt it then.")

    def __init__(self, name: str, problems: tuple[Failure, ...]) -> None:
        super().__init__(name=name, problems="; ".join(str(p) for p in problems))
        self.problems = problems


class DraftIsOvertaken(Failure):
    """A draft of a version that another one has followed by now."""

    template = N_("The draft “{name}” changes version {found}, but version {expected} came after it.")
    cure = N_("Base the draft on the latest version first.")


class DecisionIsAboutElse(Failure):
    """A decision that does not adopt this draft."""

    template = N_("Decision {number} does not adopt this draft of the course.")
    cure = N_("Record a decision that adopts it.")


def adopt_course(
    *, draft: CourseDraft, decision: Decision, folder: Path | None = None, by: Actor, at: datetime
) -> CourseVersion:
    """Keep a draft as a version of the course, with the decision that adopted it.

    Parameters
    ----------
    folder
        The course folder, to judge codes that refer to its other files; these were judged when each
        change was entered, so it may be left out.

    Raises
    ------
    DraftIsAdopted
        When it was adopted before.
    DecisionIsAboutElse
        When the decision is about something else.
    DraftIsOvertaken
        When another version came after the one that it changes.
    DraftNotRight
        When the changes make no valid course, one has no reason or no effect, or something that goes has
        activities, money or goals hanging on it and nobody said what becomes of those.
    """
    with transaction.atomic():
        take_turn()
        now = CourseDraft.objects.select_for_update().get(pk=draft.pk)
        _check(now, decision)
        course = draft_course(now, folder)
        failures = (*(p.failure for p in course.problems), *unmapped_failures(now, course))
        if failures:
            raise DraftNotRight(now.version_name, failures)
        version = CourseVersion(
            course=now.based_on.course,
            version_name=now.version_name,
            content=course.text,
            content_sha256=digest_of_course(course.text),
            valid_from=now.valid_from,
            decision=decision,
        )
        append_row(version, action="course.adopt", by=by, at=at)
        change_record(
            now,
            action="course_draft.adopt",
            expected_version=None,
            by=by,
            at=at,
            changes={"adopted": version},
        )
    return version


def _check(draft: CourseDraft, decision: Decision) -> None:
    if draft.adopted_id is not None:
        raise DraftIsAdopted(name=draft.version_name)
    if (decision.effect, decision.effect_on) != (DecisionEffect.ADOPT_COURSE, draft.code):
        raise DecisionIsAboutElse(number=decision.number)
    latest = latest_version(draft.based_on.course)
    if latest is not None and latest.pk != draft.based_on_id:
        raise DraftIsOvertaken(
            name=draft.version_name, found=draft.based_on.version_name, expected=latest.version_name
        )
