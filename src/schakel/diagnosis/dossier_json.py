# SPDX-License-Identifier: EUPL-1.2
"""A dossier as JSON and back, byte for byte the same every time."""

import json
from functools import lru_cache
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from schakel.diagnosis.dossier import Dossier
from schakel.koers.failures import N_, Failure


class UnreadableDossier(Failure):
    """A dossier file that is not a dossier, or was changed by hand."""

    template = N_("{file} does not hold a dossier that this version can read ({found}).")
    cure = N_("Compute the diagnosis again; stored measurements are never edited.")


@lru_cache(maxsize=1)
def _adapter() -> TypeAdapter[Dossier]:
    return TypeAdapter(Dossier)


def dossier_to_json(dossier: Dossier) -> bytes:
    """Return a dossier as UTF-8 JSON.

    The bytes depend on the content only: whole numbers in fields for decimals are written as
    decimals, so that writing what was read gives the same bytes again.

    Raises
    ------
    ValueError
        When a number is infinite or not a number: unknown is ``None`` in a dossier.
    """
    rough = json.dumps(_adapter().dump_python(dossier, mode="json"), allow_nan=False)
    settled = _adapter().validate_json(rough)
    content = _adapter().dump_python(settled, mode="json")
    return (json.dumps(content, ensure_ascii=False, indent=1, allow_nan=False) + "\n").encode()


def dossier_from_json(content: bytes, *, file: str | Path = "dossier.json") -> Dossier:
    """Return the dossier that :func:`dossier_to_json` wrote.

    Raises
    ------
    UnreadableDossier
        When the content is not a dossier.
    """
    try:
        return _adapter().validate_json(content)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        place = ".".join(str(step) for step in first["loc"]) or "whole file"
        raise UnreadableDossier(file=file, found=f"{place}: {first['msg']}") from error
