# SPDX-License-Identifier: EUPL-1.2
"""Frozen models of course files, and how a model's refusal becomes a problem with a line."""

import re
from collections.abc import Callable
from typing import Annotated, Any, TypeVar

import pydantic
from pydantic_core import ErrorDetails, core_schema

from schakel.koers import problems
from schakel.koers.label import Label
from schakel.koers.located_yaml import LocatedYaml, YamlPath, write_path
from schakel.koers.problems import Problem, nearest_name, shown


class Entry(pydantic.BaseModel):
    """A part of a course file: frozen, unknown keys refused, nothing converted silently."""

    model_config = pydantic.ConfigDict(frozen=True, extra="forbid", strict=True)


Text = Annotated[str, pydantic.StringConstraints(strip_whitespace=True, min_length=1)]
Code = Annotated[str, pydantic.StringConstraints(pattern=r"^[a-z0-9][a-z0-9_.-]*$", max_length=60)]


class _LabelEntry(Entry):
    nl: Text
    en: Text


class _LabelSchema:
    """Lets a model hold a :class:`Label` that is written as ``{nl: …, en: …}``."""

    @classmethod
    def __get_pydantic_core_schema__(
        cls, _source: Any, handler: pydantic.GetCoreSchemaHandler
    ) -> core_schema.CoreSchema:
        """Validate both texts, then make the plain label."""
        entry = handler.generate_schema(_LabelEntry)
        return core_schema.no_info_after_validator_function(lambda e: Label(nl=e.nl, en=e.en), entry)


Words = Annotated[Label, _LabelSchema]

Model = TypeVar("Model", bound=Entry)


def validate_entry(located: LocatedYaml, model: type[Model]) -> tuple[Model | None, tuple[Problem, ...]]:
    """Make a model from a file that was read with its lines.

    Parameters
    ----------
    located
        From :func:`schakel.koers.located_yaml.read_located_yaml`.
    model
        A subclass of :class:`Entry`.

    Returns
    -------
    tuple
        The model (None when it cannot be made) and every problem: those of reading and
        those of the model, in the order of the lines. Never raises on what a file holds.
    """
    if located.data is None and located.problems:
        return None, located.problems
    try:
        made = model.model_validate(located.data)
    except pydantic.ValidationError as refusal:
        found = [_problem(error, located, model) for error in refusal.errors(include_url=False)]
        every = sorted((*located.problems, *found), key=lambda p: p.line)
        return None, tuple(every)
    return made, located.problems


_KINDS: dict[str, type[Problem]] = {
    "string_type": problems.NotAText,
    "string_too_short": problems.EmptyText,
    "int_type": problems.NotAWholeNumber,
    "int_from_float": problems.NotAWholeNumber,
    "float_type": problems.NotANumber,
    "finite_number": problems.NotANumber,
    "too_many_decimals": problems.TooManyDecimals,
    "bool_type": problems.NotYesOrNo,
    "date_type": problems.NotADate,
    "tuple_type": problems.NotAList,
    "list_type": problems.NotAList,
    "dict_type": problems.NotAMapping,
    "model_type": problems.NotAMapping,
    "model_attributes_type": problems.NotAMapping,
}
_BOUNDS: dict[str, tuple[type[Problem], str]] = {
    "greater_than": (problems.TooSmall, "gt"),
    "greater_than_equal": (problems.TooSmall, "ge"),
    "less_than": (problems.TooLarge, "lt"),
    "less_than_equal": (problems.TooLarge, "le"),
    "too_short": (problems.TooFew, "min_length"),
    "too_long": (problems.TooMany, "max_length"),
    "string_too_long": (problems.TooLong, "max_length"),
}


def _problem(error: ErrorDetails, located: LocatedYaml, model: type[Entry]) -> Problem:
    """Return the problem for one refusal of pydantic, with the line where it stands."""
    path, kind = _path_in_file(error["loc"], located), error["type"]
    context: dict[str, Any] = error.get("ctx", {})
    makers: dict[str, Callable[[], Problem]] = {
        "missing": lambda: _missing_key(path, located),
        "extra_forbidden": lambda: _unknown_key(path, error["loc"], located, model),
        "literal_error": lambda: _make(problems.UnknownWord, path, located, _plain_list(context["expected"])),
        "string_pattern_mismatch": lambda: _make(
            problems.WrongPattern, path, located, _example_of(str(context["pattern"]))
        ),
    }
    if kind in ("union_tag_invalid", "union_tag_not_found"):
        return _wrong_tag(path, located, context)
    if kind in makers:
        return makers[kind]()
    if kind in _BOUNDS:
        bound, key = _BOUNDS[kind]
        return _make(bound, path, located, str(context.get(key)))
    chosen = _KINDS.get(kind, Problem)
    expected = str(context.get("error", error["msg"])) if chosen is Problem else kind.split("_")[0]
    if chosen is problems.TooManyDecimals:
        expected = str(context["decimals"])
    return _make(chosen, path, located, expected)


def _wrong_tag(path: YamlPath, located: LocatedYaml, context: dict[str, Any]) -> Problem:
    """Return the problem of an entry whose kind is absent or unknown."""
    key = str(context["discriminator"]).strip("'")
    if "expected_tags" in context:
        return _make(problems.UnknownWord, (*path, key), located, _plain_list(context["expected_tags"]))
    return _missing_key((*path, key), located)


def _make(chosen: type[Problem], path: YamlPath, located: LocatedYaml, expected: str) -> Problem:
    return chosen(
        file=located.file,
        line=located.line_of(path),
        where=write_path(path, located.file),
        found=shown(located.value_at(path)),
        expected=expected,
    )


_LIKE = {
    "[a-z0-9][a-z0-9_.-]*": "small_letters-1",
    "[a-z0-9][a-z0-9_-]*": "small_letters-1",
    r"https?://\S+": "https://www.example.org/",
}


def _example_of(pattern: str) -> str:
    """Return a code that a pattern allows: ``^GM[0-9]{4}$`` gives GM1234."""
    example = pattern.strip("^$").replace("[A-Z]{2}", "NL")
    for part, like in _LIKE.items():
        example = example.replace(part, like)
    return re.sub(r"\[0-9(?:A-Z)?\]\{(\d)\}", lambda m: "123456789"[: int(m[1])], example)


def _plain_list(text: str) -> str:
    return text.replace("'", "").replace(" or ", ", ")


def _path_in_file(loc: tuple[int | str, ...], located: LocatedYaml) -> YamlPath:
    """Drop the parts of pydantic's path that are names of union members and not in the file."""
    path: list[str | int] = []
    for place, step in enumerate(loc):
        is_last = place == len(loc) - 1
        if (*path, step) in located.lines or is_last:
            path.append(step)
    return tuple(path)


def _missing_key(path: YamlPath, located: LocatedYaml) -> Problem:
    owner, key = path[:-1], str(path[-1])
    chosen = problems.LabelMissing if key in ("nl", "en") else problems.MissingKey
    return chosen(
        file=located.file,
        line=located.line_of(owner),
        where=write_path(owner, located.file),
        found=shown(located.value_at(owner)),
        expected=key,
    )


def _unknown_key(
    path: YamlPath, loc: tuple[int | str, ...], located: LocatedYaml, model: type[Entry]
) -> Problem:
    owner, key = path[:-1], str(path[-1])
    known = _fields_at(model, loc[:-1])
    nearest = nearest_name(key, known)
    chosen = problems.UnknownKeyLooksLike if nearest else problems.UnknownKey
    return chosen(
        file=located.file,
        line=located.line_of(path),
        where=write_path(owner, located.file),
        found=key,
        expected=", ".join(known),
        nearest=nearest or "",
    )


def _fields_at(model: type[Entry], loc: tuple[int | str, ...]) -> tuple[str, ...]:
    """Return the known keys of the part of a model that a path leads to."""
    candidates: list[Any] = [model]
    for step in loc:
        inner: list[Any] = []
        for candidate in candidates:
            inner.extend(_inner_types(candidate, step))
        candidates = inner or [c for c in candidates if _is_tagged(c, step)] or candidates
    return tuple(dict.fromkeys(name for c in candidates if _is_entry(c) for name in c.model_fields))


def _is_tagged(candidate: Any, tag: int | str) -> bool:
    """Whether an entry is the member of a union that a tag chooses."""
    fields = candidate.model_fields.values() if _is_entry(candidate) else ()
    return any(tag in getattr(field.annotation, "__args__", ()) for field in fields)


def _is_entry(candidate: Any) -> bool:
    return isinstance(candidate, type) and issubclass(candidate, Entry)


def _inner_types(candidate: Any, step: int | str) -> list[Any]:
    if _is_entry(candidate):
        found = candidate.model_fields.get(str(step))
        if found is None:
            return []
        if _LabelSchema in found.metadata:
            return [_LabelEntry]
        return _open_type(found.annotation)
    return []


def _open_type(annotation: Any) -> list[Any]:
    """Return the entry types inside a type such as ``tuple[Line, ...] | None``."""
    if annotation is Label:
        return [_LabelEntry]
    if _is_entry(annotation):
        return [annotation]
    return [t for argument in getattr(annotation, "__args__", ()) for t in _open_type(argument)]
