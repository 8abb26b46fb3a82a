# SPDX-License-Identifier: EUPL-1.2
"""What can be wrong in a course folder: one small class per kind, each with file, line, found and expected.

A problem is a failure that is collected instead of raised, so that a person sees everything
that is wrong at once. ``details`` always holds ``file``, ``line``, ``where``, ``found`` and ``expected``.
"""

import difflib
from collections.abc import Iterable
from typing import ClassVar

from schakel.koers.failures import N_, Failure


class Problem(Failure):
    """Something in a file that is not as expected, at a line."""

    template: ClassVar[str] = N_("{file}, line {line}: {where}: found {found}.")
    cure: ClassVar[str] = N_("Expected {expected}.")

    @property
    def file(self) -> str:
        """The file, as the reader knows it."""
        return str(self.details.get("file", ""))

    @property
    def line(self) -> int:
        """The line, from 1."""
        found = self.details.get("line", 1)
        return found if isinstance(found, int) else 1

    @property
    def where(self) -> str:
        """The field, such as ``lines[0].actions[2].label``."""
        return str(self.details.get("where", ""))

    @property
    def found(self) -> str:
        """What stood there."""
        return str(self.details.get("found", ""))

    @property
    def expected(self) -> str:
        """What should stand there."""
        return str(self.details.get("expected", ""))


class FileMissing(Problem):
    """A file of the course folder is not there."""

    template = N_("{file}: there is no such file.")
    cure = N_("Expected a file named {expected}.")


class FileUnreadable(Problem):
    """A file exists and cannot be opened, or is too large to be meant."""

    template = N_("{file}: the file cannot be read ({found}).")
    cure = N_("Expected a text file of at most {expected}.")


class NotUnicode(Problem):
    """A file is not UTF-8."""

    template = N_("{file}, line {line}: found {found}, which is not UTF-8 text.")
    cure = N_("Expected {expected}: save the file again in that encoding.")


class NotYaml(Problem):
    """A file breaks the rules of YAML."""

    template = N_("{file}, line {line}: this is not valid YAML: found {found}.")
    cure = N_(
        "Expected {expected}. Look at the indentation, colons and quotes on this line and the one above."
    )


class YamlFeatureRefused(Problem):
    """A YAML feature that course files do not use."""

    template = N_("{file}, line {line}: found {found}, which course files do not use.")


class AnchorRefused(YamlFeatureRefused):
    """An anchor or an alias."""

    template = N_("{file}, line {line}: found an anchor or alias ({found}), which course files do not use.")
    cure = N_("Expected the value written out; put a text that starts with & or * in quotes.")


class TagRefused(YamlFeatureRefused):
    """A tag."""

    template = N_("{file}, line {line}: found the tag {found}; course files do not use tags.")
    cure = N_("Expected a value without a tag; put a text that starts with ! in quotes.")


class SecondDocument(YamlFeatureRefused):
    """Another document in the same file."""

    template = N_("{file}, line {line}: found a second document ({found}).")
    cure = N_("Expected one document: remove the line of three dashes and what follows it.")


class NestedTooDeep(YamlFeatureRefused):
    """Nesting deeper than any course needs."""

    template = N_("{file}, line {line}: found {found} levels of nesting.")
    cure = N_("Expected at most {expected} levels.")


class KeyNotAText(YamlFeatureRefused):
    """A key that is a list, a mapping or marked."""

    template = N_("{file}, line {line}: found a key that is not a plain text ({found}).")
    cure = N_("Expected “name: value”.")


class DuplicateKey(Problem):
    """A key stands twice in one mapping."""

    template = N_(
        "{file}, line {line}: {where} holds the key “{found}” twice; it stands first on line {first_line}."
    )
    cure = N_("Expected each key once: remove one of them.")


class NotADayThatExists(Problem):
    """Something written as a date that the calendar does not know."""

    template = N_("{file}, line {line}: {where}: found {found}, a day that does not exist.")
    cure = N_("Expected a date as {expected}.")


class UnknownKey(Problem):
    """A key that this part of the file does not have."""

    template = N_("{file}, line {line}: found the key “{found}”, which {where} does not have.")
    cure = N_("Expected one of: {expected}.")


class UnknownKeyLooksLike(UnknownKey):
    """A key that is probably a misspelling of another."""

    cure = N_("Expected “{nearest}”? The known keys are: {expected}.")


class MissingKey(Problem):
    """A required key is absent."""

    template = N_("{file}, line {line}: {where} lacks “{expected}”; found {found}.")
    cure = N_("Expected the key “{expected}” with a value: add it.")


class LabelMissing(Problem):
    """A label lacks its Dutch or its English text."""

    template = N_("{file}, line {line}: {where} lacks the text for “{expected}”; found {found}.")
    cure = N_("Expected both a Dutch text (nl) and an English text (en): add “{expected}”.")


class EmptyText(Problem):
    """A text is empty or only spaces."""

    template = N_("{file}, line {line}: {where} is empty; found {found}.")
    cure = N_("Expected a text.")


class NotAText(Problem):
    """A text was expected."""

    cure = N_("Expected a text; put quotes around it when it looks like a number or a date.")


class NotANumber(Problem):
    """A number was expected."""

    cure = N_("Expected a number with a decimal point and without thousands separators.")


class TooManyDecimals(Problem):
    """A number with more decimals than its unit has."""

    cure = N_("Expected at most {expected} decimals.")


class NotAWholeNumber(Problem):
    """A whole number was expected."""

    cure = N_("Expected a whole number.")


class NotADate(Problem):
    """A date was expected."""

    cure = N_("Expected a date written as year-month-day, such as 2022-01-31.")


class NotYesOrNo(Problem):
    """True or false was expected."""

    cure = N_("Expected true or false.")


class NotAList(Problem):
    """A list was expected."""

    cure = N_("Expected a list: one item on each line, starting with a dash.")


class NotAMapping(Problem):
    """A mapping was expected."""

    cure = N_("Expected fields below it, each as “name: value”.")


class TooSmall(Problem):
    """A number below its lower bound."""

    cure = N_("Expected at least {expected}.")


class TooLarge(Problem):
    """A number above its upper bound."""

    cure = N_("Expected at most {expected}.")


class TooFew(Problem):
    """A list with too few items."""

    cure = N_("Expected at least {expected} in this list.")


class TooMany(Problem):
    """A list with too many items."""

    cure = N_("Expected at most {expected} in this list.")


class TooLong(Problem):
    """A text with too many characters."""

    cure = N_("Expected at most {expected} characters.")


class UnknownWord(Problem):
    """A value outside a fixed list of words."""

    template = N_("{file}, line {line}: {where}: found “{found}”, which is not one of the known words.")
    cure = N_("Expected one of: {expected}.")


class WrongPattern(Problem):
    """A code that is not written as codes of its kind are."""

    template = N_("{file}, line {line}: {where}: found “{found}”, which is not written as such a code is.")
    cure = N_("Expected something like {expected}.")


def nearest_name(name: str, names: Iterable[str]) -> str | None:
    """Return the name that ``name`` is probably a misspelling of, or None."""
    candidates = sorted(set(names))
    by_lower = {c.lower(): c for c in candidates}
    close = difflib.get_close_matches(name.lower(), list(by_lower), n=1, cutoff=0.6)
    return by_lower[close[0]] if close else None


def shown(value: object) -> str:
    """Return a short text of what was found, on one line, for a message."""
    if value is None:
        return "—"
    if isinstance(value, dict):
        return "{" + ", ".join(str(k) for k in list(value)[:6]) + ("…}" if len(value) > 6 else "}")
    if isinstance(value, list | tuple):
        return f"[{len(value)} …]" if value else "[]"
    if isinstance(value, bool):
        return str(value).lower()
    text = " ".join(str(value).split())
    return text if len(text) <= 80 else text[:77] + "…"
