# SPDX-License-Identifier: EUPL-1.2
"""What changed between two versions of a course, item by item."""

from dataclasses import dataclass
from typing import Any

import pydantic

from schakel.koers.entries import Entry
from schakel.koers.label import Label
from schakel.koers.problems import shown


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A field of an item that differs; None stands for absent (unknown)."""

    item: str
    field: str
    old: object
    new: object


@dataclass(frozen=True, slots=True)
class CourseDifference:
    """Items that came, went or changed; an item is named as ``list:code``, such as ``actions:1a``."""

    added: tuple[str, ...]
    removed: tuple[str, ...]
    changed: tuple[FieldChange, ...]
    labels: dict[str, Label]

    @property
    def is_empty(self) -> bool:
        """Whether the two courses say the same."""
        return not (self.added or self.removed or self.changed)

    def lines(self, language: str = "en") -> tuple[str, ...]:
        """Return the difference as lines: ``+`` added, ``-`` removed, ``~`` changed from → to."""
        added = [f"+ {item}  {self._label(item, language)}".rstrip() for item in self.added]
        removed = [f"- {item}  {self._label(item, language)}".rstrip() for item in self.removed]
        changed = [
            f"~ {c.item}.{c.field}: {_words(c.old, language)} → {_words(c.new, language)}"
            for c in self.changed
        ]
        return (*removed, *added, *changed)

    def _label(self, item: str, language: str) -> str:
        label = self.labels.get(item)
        return label.in_language(language) if label else ""


def compare_courses(old: Entry, new: Entry) -> CourseDifference:
    """Compare two courses by the codes of their items.

    Parameters
    ----------
    old, new
        Two courses (or two of any file of a course folder).

    Returns
    -------
    CourseDifference
        Items are matched by list and code, so moving an item within its list is no change.
        A field that was absent and now has a value counts as changed from None. The order of
        ``added`` and ``changed`` is that of ``new``, of ``removed`` that of ``old``.
    """
    before, after = _items(old), _items(new)
    changed = [
        FieldChange(item, field, before[item].get(field), after[item].get(field))
        for item in after
        if item in before
        for field in dict.fromkeys((*before[item], *after[item]))
        if before[item].get(field) != after[item].get(field)
    ]
    labels = {
        item: fields["label"]
        for item, fields in (before | after).items()
        if isinstance(fields.get("label"), Label)
    }
    return CourseDifference(
        added=tuple(item for item in after if item not in before),
        removed=tuple(item for item in before if item not in after),
        changed=tuple(changed),
        labels=labels,
    )


def _items(entry: Entry, name: str = "course") -> dict[str, dict[str, Any]]:
    """Return every item with its own plain fields, by ``list:code``."""
    found: dict[str, dict[str, Any]] = {name: {}}
    for field in type(entry).model_fields:
        value = getattr(entry, field)
        parts = value if isinstance(value, tuple) else (value,)
        coded = [part for part in parts if isinstance(part, Entry) and hasattr(part, "code")]
        for part in coded:
            found |= _items(part, f"{field}:{part.code}")
        if coded:
            continue
        if isinstance(value, Entry):
            inner = _items(value, name)
            found[name] |= {f"{field}.{key}": v for key, v in inner.pop(name).items()}
            found |= inner
        elif field != "content_sha256":
            found[name][field] = value or None if value == () else value
    return found


def _words(value: object, language: str) -> str:
    if isinstance(value, Label):
        return f"“{value.in_language(language)}”"
    if isinstance(value, tuple):
        return ", ".join(_words(part, language) for part in value) or shown(None)
    if isinstance(value, pydantic.BaseModel):
        given = value.model_dump(exclude_none=True, exclude_defaults=True)
        return "; ".join(f"{key} {_words(part, language)}" for key, part in given.items())
    return shown(value)
