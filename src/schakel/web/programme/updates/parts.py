# SPDX-License-Identifier: EUPL-1.2
"""What the sheet of an initiative shows of its updates: the lights of now and before, risks and needs."""

from typing import Any

from django.http import HttpRequest

from schakel.programme.models import ProgressUpdate
from schakel.programme.queries.initiative_sheet import InitiativeSheet
from schakel.programme.queries.updates import open_matters
from schakel.web.programme.updates.words import light_subject, light_words, size_words
from schakel.web.reading import Reading
from schakel.web.rights.asking import visitor_of

SHOWN = 8


def initiative_part(request: HttpRequest, reading: Reading, sheet: InitiativeSheet) -> dict[str, Any]:
    """Return the newest update with its lights, the earlier ones, and for who may: risks and needs."""
    initiative = sheet.initiative
    updates = list(ProgressUpdate.objects.filter(initiative=initiative)[:SHOWN])
    visitor = visitor_of(request)
    sees_all = visitor.may("initiative-update", "read", {"initiative": initiative.code}) or visitor.may(
        "update-rounds"
    )
    matters = open_matters(initiative) if sees_all else ()
    return {
        "newest": _in_words(updates[0]) if updates else None,
        "earlier": [_in_words(update) for update in updates[1:]],
        "risks": [
            {"risk": r, "likelihood": size_words(r.likelihood), "effect": size_words(r.effect)}
            for r in matters
            if r.sort == "risk"
        ],
        "needs": [m for m in matters if m.sort == "need"],
        "sees_all": sees_all,
    }


def _in_words(update: ProgressUpdate) -> dict[str, Any]:
    lights = [
        {
            "subject": light_subject(subject),
            "light": getattr(update, subject),
            "words": light_words(getattr(update, subject)),
            "reason": getattr(update, f"{subject}_reason"),
        }
        for subject in ("quality", "time", "money")
    ]
    return {"update": update, "lights": lights}
