# SPDX-License-Identifier: EUPL-1.2
"""What moved since the previous year, split in real change, revision and method."""

from schakel.diagnosis.dossier import Change, Dossier
from schakel.documents.formats import enumeration, is_known, signed, year
from schakel.documents.sentences.names import Names, lower_first
from schakel.documents.sentences.notes import note_sentence


def change_sentence(change: Change, dossier: Dossier, language: str, decimals: int | None = None) -> str:
    """Return one change with its parts and whether it is more than noise."""
    names = Names(dossier, language)
    say = names.say
    label = f"{change.label.in_language(language)} ({names.area(change.area)})"
    if not is_known(change.total):
        sentence = say("{label}: what moved cannot be said.", label=label)
    else:
        digits = decimals if decimals is not None else decimals_of(change, dossier)
        sentence = (
            say(
                "{label}: {total} between {previous} and {period}; real change {real}, revision "
                "{revision}, method {method}.",
                label=label,
                total=names.with_difference_unit(signed(change.total, language, digits), change.unit),
                previous=year(change.previous_period, language),
                period=year(change.period, language),
                real=signed(change.real, language, digits),
                revision=signed(change.revision, language, digits),
                method=signed(change.method, language, digits),
            )
            + f" {_noise(change, names)}"
        )
    return " ".join([sentence, *(note_sentence(n, dossier, language) for n in change.notes)]).strip()


def decimals_of(change: Change, dossier: Dossier) -> int:
    """Return the decimals with which a change is shown: one more than a ratio, none for a count."""
    item = next((i for i in dossier.picture if i.code == change.subject), None)
    if item is None or change.subject_kind != "picture":
        return 2
    return 0 if item.decimals == 0 else min(item.decimals + 1, 3)


def is_new(change: Change) -> bool:
    """Tell whether something can have moved: a newer period, another value, or no known total."""
    return change.period != change.previous_period or change.total is None or change.total != 0


def without_newer_figure(dossier: Dossier, language: str) -> str:
    """Return which subjects have no newer figure and did not change, or an empty text."""
    names = Names(dossier, language)
    labels = [lower_first(c.label.in_language(language)) for c in dossier.changes if not is_new(c)]
    if not labels:
        return ""
    return names.say("No newer figure: {subjects}.", subjects=enumeration(dict.fromkeys(labels), language))


def _noise(change: Change, names: Names) -> str:
    if change.is_beyond_noise is None:
        return names.say("Whether this is more than noise is not known.")
    if change.is_beyond_noise:
        return names.say("This is more than noise.")
    return names.say("This cannot be told apart from noise.")


def changes_answer(dossier: Dossier, language: str) -> str:
    """Return how many changes are more than noise, or that there is no predecessor."""
    say = Names(dossier, language).say
    if not dossier.changes:
        if dossier.provenance.previous_measurement_id is None:
            return say("This is the first measurement, so there is no previous year to compare with.")
        return say("Nothing moved since the previous measurement.")
    followed = [c for c in dossier.changes if is_new(c)]
    real = [c for c in followed if c.is_beyond_noise]
    if not real:
        return say("No change since the previous year can be told apart from noise.")
    return say.choose(
        "One change since the previous year is more than noise, out of {total} that were followed.",
        "{n} changes since the previous year are more than noise, out of {total} that were followed.",
        len(real),
        total=len(followed),
    )
