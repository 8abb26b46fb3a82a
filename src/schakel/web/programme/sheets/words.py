# SPDX-License-Identifier: EUPL-1.2
"""Names of sheets, columns and the words to choose from, for the file and for reading it back."""

from collections.abc import Callable, Iterable, Mapping

from django.utils import translation
from django.utils.translation import gettext as _

from schakel.koers.label import LANGUAGES
from schakel.programme.models import (
    ActivityRole,
    CommitmentStep,
    Continuity,
    EntryKind,
    Helix,
    InitiativeKind,
    InitiativeRelation,
    LedgerEntry,
    OutputKind,
    ParticipationRole,
    PartnerRelation,
)
from schakel.web.programme.activities.words import output_kind_words, role_words
from schakel.web.programme.course_names import CourseNames
from schakel.web.programme.initiatives.words import (
    continuity_words,
    kind_words,
    participation_words,
    relation_words,
)
from schakel.web.programme.money.words import purpose_words, step_words
from schakel.web.programme.partners.words import (
    commitment_step_words,
    helix_words,
    partner_relation_words,
)

PURPOSES = tuple(code for code, _name in LedgerEntry._meta.get_field("purpose").choices or () if code)
VOCABULARIES: Mapping[str, tuple[Iterable[str], Callable[[str], str]]] = {
    "helix": (Helix.values, helix_words),
    "partner_relation": (PartnerRelation.values, partner_relation_words),
    "initiative_kind": (InitiativeKind.values, kind_words),
    "initiative_relation": (InitiativeRelation.values, relation_words),
    "continuity": (Continuity.values, continuity_words),
    "participation_role": (ParticipationRole.values, participation_words),
    "activity_role": (ActivityRole.values, role_words),
    "output_kind": (OutputKind.values, output_kind_words),
    "entry_kind": (EntryKind.values, step_words),
    "purpose": (PURPOSES, purpose_words),
    "commitment_step": (CommitmentStep.values, commitment_step_words),
}


def words_to_choose(vocabulary: str, names: CourseNames) -> dict[str, str]:
    """Return the words of a vocabulary by code, in the language of the page."""
    if vocabulary == "place":
        return dict(names.places)
    if vocabulary not in VOCABULARIES:
        return {}
    codes, words = VOCABULARIES[vocabulary]
    return {code: words(code) for code in codes}


def codes_by_word(names: CourseNames) -> dict[str, dict[str, str]]:
    """Return for every vocabulary the code by word: Dutch, English and the codes themselves."""
    found: dict[str, dict[str, str]] = {}
    for vocabulary in (*VOCABULARIES, "place"):
        known: dict[str, str] = {}
        for language in LANGUAGES:
            with translation.override(language):
                chosen = words_to_choose(vocabulary, names)
            known |= {word.casefold(): code for code, word in chosen.items()}
            known |= {code.casefold(): code for code in chosen}
        found[vocabulary] = known
    return found


def sheet_words(name: str) -> str:
    """Return the name of a sheet."""
    return {
        "partners": _("Partners"),
        "initiatives": _("Initiatives"),
        "participations": _("Who takes part in what"),
        "activities": _("Activities"),
        "milestones": _("Milestones"),
        "outputs": _("Outputs"),
        "ledger": _("Ledger"),
        "values": _("Values of indicators"),
        "commitment-steps": _("Steps of commitments"),
    }[name]


def heading(key: str) -> str:
    """Return the heading of a column."""
    return _headings().get(key, key)


def _headings() -> dict[str, str]:
    return _headings_of_organisations() | _headings_of_work() | _headings_of_numbers()


def _headings_of_organisations() -> dict[str, str]:
    return {
        "code": _("Code"),
        "name": _("Name"),
        "title": _("Title"),
        "short_name": _("Short name"),
        "helix": _("Helix"),
        "relation": _("Relation"),
        "municipality": _("Municipality"),
        "is_manufacturer": _("Manufacturer"),
        "website": _("Website"),
        "summary": _("Summary"),
        "joined_on": _("Partner since"),
        "left_on": _("Left on"),
        "source": _("Source"),
        "kind": _("Kind"),
    }


def _headings_of_work() -> dict[str, str]:
    return {
        "place": _("Place"),
        "lines": _("Lines"),
        "actions": _("Actions"),
        "tags": _("Tags"),
        "target_groups": _("Target groups"),
        "owner": _("Owner"),
        "started_year": _("Year of start"),
        "started_on": _("Started on"),
        "continuity": _("Continuation"),
        "continuity_note": _("Explanation of the continuation"),
        "note": _("Remark"),
        "initiative": _("Initiative"),
        "partner": _("Partner"),
        "role": _("Role"),
        "starts_on": _("From"),
        "ends_on": _("Up to and including"),
        "line": _("Line"),
        "action": _("Action"),
        "goals": _("Goals"),
        "planned_hours": _("Planned hours"),
        "planned_eur": _("Planned euros"),
        "description": _("Description"),
        "due_on": _("Due on"),
        "done_on": _("Reached on"),
    }


def _headings_of_numbers() -> dict[str, str]:
    return {
        "amount": _("Amount"),
        "unit": _("Unit"),
        "on": _("Date"),
        "reference": _("Reference"),
        "programme": _("Source of money"),
        "amount_eur": _("Amount in euros"),
        "payer": _("Paid by"),
        "payee": _("Paid to"),
        "purpose": _("Purpose"),
        "indicator": _("Indicator"),
        "period": _("Period"),
        "value": _("Value"),
        "numerator": _("Numerator"),
        "denominator": _("Denominator"),
        "is_provisional": _("Provisional"),
        "commitment": _("Commitment"),
        "step": _("Step"),
    }


def keys_by_heading() -> dict[str, str]:
    """Return the key of a column by its heading in lower case, in both languages."""
    found: dict[str, str] = {}
    for language in LANGUAGES:
        with translation.override(language):
            found |= {word.casefold(): key for key, word in _headings().items()}
    return found


def kind_hint(kind: str) -> str:
    """Return what a cell of this kind holds."""
    return {
        "text": "",
        "number": _("a number"),
        "whole": _("a whole number"),
        "date": _("a date, such as 2025-12-31"),
        "yes_no": _("yes or no"),
        "choice": _("one of:"),
        "place": _("one of:"),
        "codes": _("codes with commas between them"),
        "partner": _("code or name of a partner"),
        "initiative": _("code or any name of an initiative"),
        "programme": _("code or name of a source of money"),
        "indicator": _("code or name of an indicator"),
        "period": _("code of a period"),
        "commitment": _("code of a commitment"),
    }[kind]


def row_state_words(state: str) -> str:
    """Return what a row does."""
    return {
        "new": _("new"),
        "changed": _("is changed"),
        "same": _("stays the same"),
        "wrong": _("not right"),
    }[state]


def upload_state_words(state: str) -> str:
    """Return where an upload stands."""
    return {
        "checked": _("checked, not applied"),
        "applied": _("applied"),
        "undone": _("undone"),
    }[state]
