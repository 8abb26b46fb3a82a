# SPDX-License-Identifier: EUPL-1.2
"""Answer the questions of the embedding checklist, and say what carries an initiative on."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from schakel.koers.failures import N_, Failure
from schakel.programme.auditing import take_turn
from schakel.programme.models import EmbeddingAnswer, Initiative
from schakel.programme.queries.embedding import QUESTIONS, checklist_version
from schakel.programme.recording import Actor, ChangedMeanwhile, add_record, change_record


class UnknownQuestion(Failure):
    """A question that the checklist does not have."""

    template = N_("The embedding checklist has no question “{question}”.")
    cure = N_("Choose one of these: {known}.")


class UnexplainedYes(Failure):
    """A yes that nobody can follow."""

    template = N_("A question that is answered with yes needs an explanation.")
    cure = N_("Say in a few words where it is arranged, so that others can look it up.")


def answer_embedding(
    *,
    initiative: Initiative,
    question: str,
    answer: str,
    by: Actor,
    at: datetime,
    explanation: str = "",
    expected_version: int | None = None,
) -> EmbeddingAnswer:
    """Answer one question with "yes", "partly", "no" or "unknown"; a yes says where it is arranged.

    Raises
    ------
    UnknownQuestion
        When the checklist has no such question.
    UnexplainedYes
        When a yes is not explained.
    """
    if question not in QUESTIONS:
        raise UnknownQuestion(question=question, known=list(QUESTIONS))
    if answer == "yes" and not explanation.strip():
        raise UnexplainedYes
    earlier = EmbeddingAnswer.objects.filter(initiative=initiative, question=question).first()
    values = {"answer": answer, "explanation": explanation.strip()}
    if earlier is None:
        row = EmbeddingAnswer(initiative=initiative, question=question, **values)
        return add_record(row, action="embedding.answer", by=by, at=at)
    return change_record(
        earlier,
        action="embedding.answer",
        expected_version=expected_version,
        by=by,
        at=at,
        changes=values,
    )


def answer_checklist(
    *,
    initiative: Initiative,
    answers: Mapping[str, tuple[str, str]],
    continuity: str,
    continuity_note: str,
    expected_version: int | None,
    by: Actor,
    at: datetime,
) -> Initiative:
    """Answer several questions at once, and say whether it is arranged what carries the initiative on.

    ``answers`` holds answer and explanation by question; an untouched "unknown" writes nothing. All of it
    is saved or nothing.

    Parameters
    ----------
    expected_version
        The :func:`checklist_version` that the person had before them.

    Raises
    ------
    ChangedMeanwhile
        When an answer or the initiative was changed since.
    UnknownQuestion, UnexplainedYes
        As :func:`answer_embedding`.
    """
    with transaction.atomic():
        take_turn()
        current = Initiative.objects.select_for_update().get(pk=initiative.pk)
        known = {row.question: row for row in current.embedding.all()}
        version = checklist_version(current)
        if expected_version is not None and version != expected_version:
            raise ChangedMeanwhile(current.name, version, _theirs(current, known))
        for question, (answer, explanation) in answers.items():
            if question in known or answer != "unknown" or explanation.strip():
                answer_embedding(
                    initiative=current,
                    question=question,
                    answer=answer,
                    explanation=explanation,
                    by=by,
                    at=at,
                )
        return change_record(
            current,
            action="initiative.continuity",
            expected_version=None,
            by=by,
            at=at,
            changes={"continuity": continuity, "continuity_note": continuity_note.strip()},
        )


def _theirs(initiative: Initiative, known: Mapping[str, EmbeddingAnswer]) -> dict[str, object]:
    """Return what the checklist holds now, by "<question>_answer" and "<question>_explanation"."""
    found: dict[str, object] = {
        "continuity": initiative.continuity,
        "continuity_note": initiative.continuity_note,
    }
    for question in QUESTIONS:
        row = known.get(question)
        found[f"{question}_answer"] = row.answer if row is not None else "unknown"
        found[f"{question}_explanation"] = row.explanation if row is not None else ""
    return found
