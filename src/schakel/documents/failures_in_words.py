# SPDX-License-Identifier: EUPL-1.2
"""A failure as one sentence with its cure, in the reader's language."""

from schakel.documents.formats import enumeration
from schakel.documents.messages import words
from schakel.koers.label import Label


def explain_failure(exception: BaseException, language: str) -> str:
    """Return what went wrong and what to do, in Dutch or English.

    Works for every exception with ``template``, ``cure`` and ``details`` (the failures of the
    rooms); for another exception the sentence names its kind and its own text.
    """
    say = words(language)
    template = getattr(exception, "template", None)
    if not isinstance(template, str):
        return say(
            "Something unexpected went wrong ({kind}): {text}",
            kind=type(exception).__name__,
            text=str(exception) or "-",
        )
    details = {name: _in_words(value, language) for name, value in getattr(exception, "details", {}).items()}
    parts = [say(template), say(getattr(exception, "cure", "") or " ")]
    return " ".join(_fill(part, details) for part in parts if part.strip()).strip()


def explain_remark(remark: object, language: str) -> str:
    """Return a remark (an object with ``template`` and ``details``) in Dutch or English."""
    details = {n: _in_words(v, language) for n, v in getattr(remark, "details", {}).items()}
    return _fill(words(language)(str(getattr(remark, "template", remark))), details)


def _fill(template: str, details: dict[str, str]) -> str:
    """Fill in the details; a detail that is missing stays visible as its name."""
    try:
        return template.format(**details)
    except (KeyError, IndexError, ValueError):
        return template


def _in_words(value: object, language: str) -> str:
    if isinstance(value, Label):
        return value.in_language(language)
    if isinstance(value, list | tuple | set | frozenset):
        items = sorted(map(str, value)) if isinstance(value, set | frozenset) else [str(v) for v in value]
        return enumeration(items, language)
    if hasattr(value, "template") and hasattr(value, "details"):
        return explain_remark(value, language)
    if hasattr(value, "shown"):
        return "; ".join(explain_remark(remark, language) for remark in value.shown)
    return words(language)(value) if isinstance(value, str) and value else str(value)
