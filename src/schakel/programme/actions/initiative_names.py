# SPDX-License-Identifier: EUPL-1.2
"""The names of an initiative through time; no two initiatives share a spelling."""

from datetime import datetime

from django.db import transaction

from schakel.koers.failures import N_, Failure
from schakel.koers.register import plain_name
from schakel.programme.models import Initiative, InitiativeName
from schakel.programme.recording import Actor, add_record, change_record, remove_record


class NameTaken(Failure):
    """The name, apart from case, accents and marks, belongs to another initiative."""

    template = N_("“{name}” is already a name of “{other}”.")
    cure = N_("Choose another name; where one went into the other, say so under where it came from.")


class NameWithoutLetters(Failure):
    """A name of which no letter or digit is left."""

    template = N_("“{name}” holds no letter or digit.")
    cure = N_("Give the name as people write it.")


class PresentName(Failure):
    """The name that an initiative has now cannot be removed."""

    template = N_("“{name}” is the name that the initiative has now.")
    cure = N_("Give it another name first; this one then stays as a former name, or can be removed.")


def rename_initiative(
    *,
    initiative: Initiative,
    name: str,
    expected_version: int | None,
    by: Actor,
    at: datetime,
    year: int | None = None,
) -> Initiative:
    """Give an initiative another name from a year on; it is still found by the old one.

    Raises
    ------
    NameTaken, NameWithoutLetters
        When the name is another initiative's, or holds no letter or digit.
    ChangedMeanwhile
        When somebody else changed the initiative since.
    """
    with transaction.atomic():
        old = write_name(initiative, initiative.name, since_year=None, by=by, at=at)
        new = write_name(initiative, name, since_year=year, by=by, at=at)
        if old.pk != new.pk and old.until_year is None and year is not None:
            change_record(
                old,
                action="initiative.name",
                expected_version=None,
                by=by,
                at=at,
                changes={"until_year": year},
            )
        change_record(
            new,
            action="initiative.name",
            expected_version=None,
            by=by,
            at=at,
            changes={"name": name.strip(), "until_year": None},
        )
        return change_record(
            initiative,
            action="initiative.rename",
            expected_version=expected_version,
            by=by,
            at=at,
            changes={"name": name.strip()},
        )


def add_name(
    *,
    initiative: Initiative,
    name: str,
    by: Actor,
    at: datetime,
    since_year: int | None = None,
    until_year: int | None = None,
) -> InitiativeName:
    """Record a name that an initiative also has or had; raises as :func:`rename_initiative` does."""
    with transaction.atomic():
        found = write_name(initiative, name, since_year=since_year, by=by, at=at)
        return change_record(
            found,
            action="initiative.name",
            expected_version=None,
            by=by,
            at=at,
            changes={"since_year": since_year, "until_year": until_year},
        )


def remove_name(
    *, initiative_name: InitiativeName, expected_version: int | None, by: Actor, at: datetime
) -> None:
    """Remove a name that was entered by mistake; PresentName for the one it has now."""
    if plain_name(initiative_name.initiative.name) == initiative_name.plain:
        raise PresentName(name=initiative_name.name)
    remove_record(
        initiative_name, action="initiative.name_remove", expected_version=expected_version, by=by, at=at
    )


def write_name(
    initiative: Initiative, name: str, *, since_year: int | None, by: Actor, at: datetime
) -> InitiativeName:
    """Return the row of a name, written when it was not there; NameTaken when it is another's."""
    plain = plain_name(name)
    if not plain:
        raise NameWithoutLetters(name=name)
    found = InitiativeName.objects.select_related("initiative").filter(plain=plain).first()
    if found is not None and found.initiative_id != initiative.pk:
        raise NameTaken(name=name, other=found.initiative.name)
    if found is not None:
        return found
    row = InitiativeName(initiative=initiative, name=name.strip(), plain=plain, since_year=since_year)
    return add_record(row, action="initiative.name", by=by, at=at)
