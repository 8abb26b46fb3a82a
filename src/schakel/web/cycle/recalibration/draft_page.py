# SPDX-License-Identifier: EUPL-1.2
"""The page on which a new version of the course is worked out."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from schakel.cycle.models import Assumption, AssumptionStatus, CourseDraft
from schakel.cycle.queries.adoptability import Adoptability, HangsInTheAir, adoptability
from schakel.cycle.queries.course_skeleton import passages_of
from schakel.cycle.queries.course_versions import latest_version
from schakel.cycle.queries.draft_course import DraftCourse, draft_course
from schakel.documents.failures_in_words import explain_failure
from schakel.documents.messages import words
from schakel.documents.sentences.course_changes import difference_sentences
from schakel.programme.queries.registers import contradicting_signals
from schakel.web.cycle.recalibration.finding import find_draft, folder_of
from schakel.web.cycle.recalibration.parts import mapping_picture, shown_lists, visible_numbers
from schakel.web.cycle.recalibration.tables import difference_table, mapping_table
from schakel.web.cycle.recalibration.words import hanging_words, item_title
from schakel.web.cycle.seeing import sight_of
from schakel.web.cycle.showing import show_board
from schakel.web.programme.course_names import course_names
from schakel.web.reading import Reading, page
from schakel.web.rights.asking import visitor_of

MOST_REASONS = 8


@require_safe
@page
def show_draft(request: HttpRequest, reading: Reading, draft: str) -> HttpResponse:
    """Show how the course would read, what changes and why, what is not solved, and what goes on as what."""
    found = find_draft(reading, draft)
    made = draft_course(found, folder_of(reading))
    ready = adoptability(found, made)
    passages = passages_of(found, made)
    changes = list(found.changes.all())
    is_open = found.adopted_id is None
    may_write = is_open and visitor_of(request).may("course-change-new", "write")
    edit = found.code if may_write else ""
    hanging = {h.item: h for h in ready.hanging}
    tables = [mapping_table(passages, hanging, reading, edit)]
    if made.difference is not None:
        say, elements = words(reading.language), course_names(reading).elements
        told = difference_sentences(made.old, made.new, made.difference, made.reasons, say, elements)  # type: ignore[arg-type]
        tables.append(difference_table(told, _("What would change, and why"), reading))
    picture = mapping_picture(found, made, reading)
    latest = latest_version(found.based_on.course)
    context = {
        "d": found,
        "is_open": is_open,
        "may_write": may_write,
        "n_changes": len(changes),
        "ready": ready.is_ready,
        "problems": _problems(found, made, ready, reading) if is_open else [],
        "elsewhere": [explain_failure(f, reading.language) for f in made.elsewhere] if is_open else [],
        "lists": shown_lists(passages, changes, reading),
        "is_overtaken": is_open and latest is not None and latest.pk != found.based_on_id,
        "latest": latest,
        "decision": _decision(request, found),
        "signals": list(contradicting_signals()[:MOST_REASONS]) if may_write else [],
        "doubted": _doubted() if may_write else [],
    }
    return show_board(
        request,
        reading,
        "web/cycle/recalibration_draft.html",
        context,
        page="course-versions",
        tables=tables,
        pictures=[picture] if picture else [],
    )


def _decision(request: HttpRequest, draft: CourseDraft) -> str:
    key = draft.adopted.decision_id if draft.adopted else None
    return visible_numbers([key], sight_of(request)).get(key or 0, "")


def _doubted() -> list[Assumption]:
    return list(Assumption.objects.exclude(status=AssumptionStatus.HOLDS)[:MOST_REASONS])


def _problems(
    draft: CourseDraft, made: DraftCourse, ready: Adoptability, reading: Reading
) -> list[dict[str, object]]:
    """Return what must be solved, each with the change or the item that it is about."""
    found = []
    for problem in ready.problems:
        told: dict[str, object] = {"text": explain_failure(problem.failure, reading.language)}
        if isinstance(problem.failure, HangsInTheAir):
            hanging = problem.failure.hanging
            told["text"] = _(
                "%(item)s goes, but this still hangs on it: %(what)s. It is not said what it goes on as."
            ) % {
                "what": hanging_words(hanging, reading.language),
                "item": item_title(hanging.item, reading.language),
            }
            told["mapping"] = hanging.item
        if problem.change is not None and problem.change.pk:
            told["change"] = problem.change
        found.append(told)
    return found
