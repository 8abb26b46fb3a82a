# SPDX-License-Identifier: EUPL-1.2
"""A contradiction in the figures, and a printed figure with its verdict, as sentences."""

from schakel.diagnosis.dossier import Contradiction, Dossier, PrintedCheck
from schakel.documents.formats import bracket, is_known, plain_number, short_probability, signed, year
from schakel.documents.messages import words
from schakel.documents.sentences.finding_texts import NEXT_STEPS
from schakel.documents.sentences.names import Names
from schakel.documents.sentences.notes import note_sentence
from schakel.koers.failures import N_

VERDICTS = {
    "confirmed": N_("confirmed"),
    "other_definition": N_("other definition"),
    "not_confirmed": N_("not confirmed"),
    "no_figure": N_("no public figure"),
}
SEVERITIES = {
    "contradiction": N_("contradiction"),
    "rounding": N_("rounding"),
    "warning": N_("warning"),
    "notice": N_("notice"),
}


def verdict_word(verdict: str, language: str, dossier: Dossier) -> str:
    """Return the short word of a verdict on a printed figure."""
    return Names(dossier, language).say(VERDICTS[verdict])


def severity_word(severity: str, language: str, dossier: Dossier) -> str:
    """Return the short word of the severity of a finding."""
    return Names(dossier, language).say(SEVERITIES[severity])


def contradiction_sentence(contradiction: Contradiction, dossier: Dossier, language: str) -> str:
    """Return what contradicts what, and which value the other figures favour where they do."""
    subject = contradiction.subject.in_language(language)
    sentence = f"{subject}. {note_sentence(contradiction.note, dossier, language)}"
    favoured = _favoured(contradiction, Names(dossier, language))
    return f"{sentence} {favoured}".strip()


def _favoured(contradiction: Contradiction, names: Names) -> str:
    if not is_known(contradiction.likelier_value):
        return ""
    value = plain_number(contradiction.likelier_value, names.language)
    details = contradiction.note.details
    share = details.get("likelier_probability")
    chance = details.get("probability_percent") if share is None else 100 * float(share)
    if isinstance(chance, int | float):
        return names.say(
            "The other figures make {value} the likelier one ({chance}).",
            value=value,
            chance=short_probability(chance / 100, names.language),
        )
    return names.say("The other figures favour {value}.", value=value)


def next_step_sentence(code: str, language: str) -> str:
    """Return what to do about a finding; an unknown code is shown as it is."""
    if not code:
        return ""
    text = NEXT_STEPS.get(code)
    return code if text is None else words(language)(text)


def computed_in_words(contradiction: Contradiction, language: str) -> str:
    """Return the computed value, or the bounds that rounding leaves."""
    low, high = contradiction.computed_low, contradiction.computed_high
    value = plain_number(contradiction.computed, language)
    if not is_known(low) or not is_known(high):
        return value
    bounds = f"{plain_number(low, language)}–{plain_number(high, language)}"
    return bounds if not is_known(contradiction.computed) else f"{value} ({bounds})"


def printed_sentence(check: PrintedCheck, dossier: Dossier, language: str, decimals: int = 1) -> str:
    """Return a figure printed in the course beside what the statistics say."""
    names = Names(dossier, language)
    say = names.say
    printed = say("this, without a number")
    if check.printed_value is not None:
        printed = names.with_unit(plain_number(check.printed_value, language), check.unit)
    common = {
        "label": check.label.in_language(language),
        "printed": printed,
        "section": check.section,
    }
    if check.found_value is None and check.found_low is None:
        return say(
            "{label}: the course (section {section}) says {printed}; there is no public figure "
            "to compare it with.",
            **common,
        )
    is_change = any(n.code == "change_over" for n in check.notes)
    found = bracket(check.found_value, check.found_low, check.found_high, language, decimals)
    if is_change and check.found_value is not None:
        found = signed(check.found_value, language, max(decimals, 1) if check.unit == "percent" else decimals)
    unit = names.with_difference_unit if is_change else names.with_unit
    common |= {
        "found": unit(found, check.unit),
        "found_period": year(check.found_period, language),
        "area": names.area(check.found_area),
    }
    sentence = say(_FOUND[check.verdict], **common)
    return " ".join([sentence, *(note_sentence(n, dossier, language) for n in check.notes)])


_FOUND = {
    "confirmed": N_(
        "{label}: the course (section {section}) says {printed}; the statistics say {found} "
        "({area}, {found_period}). Confirmed."
    ),
    "other_definition": N_(
        "{label}: the course (section {section}) says {printed}; the statistics count otherwise "
        "and say {found} ({area}, {found_period}). Not the same definition."
    ),
    "no_figure": N_(
        "{label}: the course (section {section}) says {printed}; the only public figure, {found} "
        "({area}, {found_period}), cannot be compared with it."
    ),
    "not_confirmed": N_(
        "{label}: the course (section {section}) says {printed}; the statistics say {found} "
        "({area}, {found_period}). Not confirmed."
    ),
}
