# SPDX-License-Identifier: EUPL-1.2
"""Something wrong in a specification: where, what was found, what was expected; all reported at once."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches

from schakel.composite.bad_input import N_, BadInput

Path = tuple[str | int, ...]
MOST_KEYS_SHOWN = 6
MOST_NAMES_SHOWN = 40
LONGEST_SHOWN = 60


@dataclass(frozen=True, slots=True)
class SpecificationProblem:
    """Something wrong at a place.

    Attributes
    ----------
    path
        Keys and list positions (from 0) from the top, such as ``("steps", 3, "normalise", "method")``.
    template, cure
        Marked English source strings.
    details
        What they name: always ``where``, ``found`` and ``expected``; ``nearest`` where there is one.
    """

    path: Path
    template: str
    cure: str
    details: Mapping[str, object]

    def __str__(self) -> str:
        told = f"{self.template} {self.cure}".strip().format(**self.details)
        return f"{self.details['where']}: {told}"


class WrongSpecification(BadInput):
    """A specification that cannot be carried out; ``problems`` holds every reason."""

    template = N_("The specification has {n} problem(s): {problems}")

    def __init__(self, problems: Sequence[SpecificationProblem]) -> None:
        super().__init__(n=len(problems), problems="\n".join(map(str, problems)))
        self.problems = tuple(problems)


KINDS: dict[str, tuple[str, str]] = {
    "unknown_key": (N_("The key '{found}' is not known here."), N_("Use one of: {expected}.")),
    "key_looks_like": (
        N_("The key '{found}' is not known here."),
        N_("Did you mean '{nearest}'? The keys are: {expected}."),
    ),
    "missing_key": (N_("The key '{expected}' is missing."), N_("Add it with a value.")),
    "unknown_word": (N_("'{found}' is not one of the known words."), N_("Use one of: {expected}.")),
    "word_looks_like": (
        N_("'{found}' is not one of the known words."),
        N_("Did you mean '{nearest}'? Known are: {expected}."),
    ),
    "unknown_name": (
        N_("There is no {what} '{found}'."),
        N_("Use one of: {expected}."),
    ),
    "name_looks_like": (
        N_("There is no {what} '{found}'."),
        N_("Did you mean '{nearest}'? There are: {expected}."),
    ),
    "kind": (N_("Here stands {found}."), N_("Give {expected}.")),
    "outside": (N_("Here stands {found}."), N_("Give a number {expected}.")),
    "length": (N_("This list has {found} items."), N_("Give {expected}.")),
    "one_of": (N_("Of the keys {expected} {found} are given."), N_("Give exactly one of them.")),
    "one_key": (
        N_("Here stand {found} keys where one name is expected."),
        N_("Start each item with one of: {expected}."),
    ),
    "label_twice": (
        N_("The label '{found}' is used twice."),
        N_("Give each its own label, with the key 'label'."),
    ),
    "no_aggregation": (
        N_("No step joins the indicators."),
        N_("End the steps with '{expected}'."),
    ),
    "no_setting": (
        N_("Step '{step}' has no setting '{found}'."),
        N_("Use one of: {expected}."),
    ),
    "together": (N_("The keys {found} exclude each other."), N_("Give {expected}.")),
    "tree": (N_("The structure is no tree: {found}"), ""),
}

A_NUMBER = N_("a number with a decimal point")
A_WHOLE_NUMBER = N_("a whole number")
A_TEXT = N_("a text; put quotes around it when it looks like a number or a date")
TRUE_OR_FALSE = N_("true or false")
A_LIST = N_("a list: one item on each line, starting with a dash")
A_MAPPING = N_("keys with values below it, each as 'name: value'")


def specification_problem(
    kind: str, path: Path, *, found: object = "", expected: object = "", **details: object
) -> SpecificationProblem:
    """Return a problem of a kind (a key of ``KINDS``) at a path."""
    template, cure = KINDS[kind]
    return SpecificationProblem(
        path=path,
        template=template,
        cure=cure,
        details={"where": write_path(path), "found": shown(found), "expected": expected, **details},
    )


def name_problem(
    kind: str, path: Path, found: object, known: Iterable[object], **details: object
) -> SpecificationProblem:
    """Return a problem about a name (kind "key", "word" or "name") with the closest of the known ones."""
    names = [str(name) for name in known]
    nearest = nearest_name(str(found), names)
    expected = ", ".join(names[:MOST_NAMES_SHOWN]) or "-"
    expected += ", ..." if len(names) > MOST_NAMES_SHOWN else ""
    if nearest is None:
        return specification_problem(f"unknown_{kind}", path, found=found, expected=expected, **details)
    return specification_problem(
        f"{kind}_looks_like", path, found=found, expected=expected, nearest=nearest, **details
    )


def nearest_name(name: str, names: Iterable[str]) -> str | None:
    """Return the name that ``name`` is probably a misspelling of, or None."""
    by_lower = {candidate.lower(): candidate for candidate in sorted(set(names))}
    close = get_close_matches(name.lower(), list(by_lower), n=1, cutoff=0.6)
    return by_lower[close[0]] if close else None


def write_path(path: Path) -> str:
    """Return a path as people read it: ``steps[3].normalise.method``; "-" for the whole."""
    text = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path)
    return text.removeprefix(".") or "-"


def shown(value: object) -> str:
    """Return a short text of what was found."""
    if value is None:
        return "-"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, Mapping):
        keys = ", ".join(map(str, list(value)[:MOST_KEYS_SHOWN]))
        return "{" + keys + (", ...}" if len(value) > MOST_KEYS_SHOWN else "}")
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(shown, value[:MOST_KEYS_SHOWN]))}]"
    text = value.isoformat() if isinstance(value, date) else str(value)
    return text if len(text) <= LONGEST_SHOWN else f"{text[: LONGEST_SHOWN - 3]}..."
