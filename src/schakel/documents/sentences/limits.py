# SPDX-License-Identifier: EUPL-1.2
"""What cannot be said, with like things taken together so that the list stays readable."""

from schakel.diagnosis.dossier import Dossier, Note
from schakel.documents.formats import enumeration, year
from schakel.documents.sentences.names import Names, lower_first
from schakel.documents.sentences.notes import note_sentence


def limit_sentences(dossier: Dossier, language: str) -> list[str]:
    """Return what cannot be said: a sentence per kind of limit, and one per remark of any other kind."""
    names = Names(dossier, language)
    grouped: dict[tuple[str, str], list[Note]] = {}
    for note in dossier.cannot_say:
        grouped.setdefault((note.code, _shared(note, language)), []).append(note)
    found: list[str] = []
    for (code, shared), notes in grouped.items():
        made = _together(code, shared, notes, names)
        found += [made] if made else [note_sentence(n, dossier, language) for n in notes]
    return list(dict.fromkeys(found))


def _shared(note: Note, language: str) -> str:
    """Return the detail on which remarks of this code are taken together."""
    details = note.details
    by = {"item_not_for_the_region": f"areas_{language}", "element_not_measured": "comparison"}.get(
        note.code, ""
    )
    return str(details.get(by) or details.get(by.removesuffix(f"_{language}")) or "")


def _together(code: str, shared: str, notes: list[Note], names: Names) -> str:
    language, say = names.language, names.say
    items = [lower_first(names.item(str(n.details.get("item", "")))) for n in notes]
    if code == "item_not_for_the_region":
        return say(
            "No figure exists for the region itself, shown is {areas}: {items}.",
            areas=shared,
            items=enumeration(dict.fromkeys(items), language),
        )
    if code == "element_not_measured":
        elements = [str(n.details.get("element", "")) for n in notes]
        return say(
            "{comparison}: no regional figure measures {elements}.",
            comparison=names.comparison(shared),
            elements=names.elements(elements),
        )
    if code == "old_figure":
        years = [n.details.get("newest_period") for n in notes]
        aged = [
            f"{i} ({year(y if isinstance(y, int) else None, language)})"
            for i, y in zip(items, years, strict=True)
        ]
        return say("The newest figure is old for: {items}.", items=enumeration(dict.fromkeys(aged), language))
    if code == "statement_without_figure":
        statements = [note_statement(n, language) for n in notes]
        listed = enumeration(dict.fromkeys(lower_first(s) for s in statements), language)
        return say(
            "No public figure confirms or contradicts what the course says about: {items}.", items=listed
        )
    return ""


def note_statement(note: Note, language: str) -> str:
    """Return the statement of the course that a remark is about."""
    return str(note.details.get(f"statement_{language}") or note.details.get("statement") or "")
