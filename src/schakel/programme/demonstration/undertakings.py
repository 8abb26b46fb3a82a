# SPDX-License-Identifier: EUPL-1.2
"""The invented initiatives: names, links, who takes part, the causes they remove and their stages."""

from typing import Any

from schakel.programme.actions.causes import add_cause, add_strengthening
from schakel.programme.actions.embedding import answer_embedding
from schakel.programme.actions.initiative_links import add_link
from schakel.programme.actions.initiative_names import add_name, rename_initiative
from schakel.programme.actions.initiatives import CHANGEABLE, start_initiative
from schakel.programme.actions.lineage import add_lineage
from schakel.programme.actions.participations import add_participation
from schakel.programme.actions.readiness import record_readiness
from schakel.programme.actions.stages import move_to_stage
from schakel.programme.demonstration.scene import Scene
from schakel.programme.models import Strengthening


def start_initiatives(scene: Scene) -> None:
    """Put the initiatives in the register, with what they were and are called and how they hang together."""
    for row in scene.rows("initiatives"):
        fields = scene.fields(row)
        details = {
            name: fields.pop(name) for name in list(fields) if name in CHANGEABLE - {"kind", "relation"}
        }
        record = start_initiative(**fields, details=details, by=scene.by, at=scene.at)
        scene.keep("initiatives", row, record)
    for row in scene.rows("renamed"):
        rename_initiative(**scene.fields(row), expected_version=None, by=scene.by, at=scene.at)
    for row in scene.rows("names"):
        add_name(**scene.fields(row), by=scene.by, at=scene.at)
    for row in scene.rows("lineage"):
        add_lineage(**scene.fields(row), by=scene.by, at=scene.at)
    for row in scene.rows("links"):
        ends: dict[str, Any] = {name: scene.initiative(row[name]) for name in ("first", "second")}
        add_link(**ends, **scene.fields(row, "first", "second"), by=scene.by, at=scene.at)


def take_part(scene: Scene) -> None:
    """Let partners take part over several years, so that the network changes from year to year."""
    for key, ties in scene.data["participations"].items():
        seen: set[tuple[int, str]] = set()
        for partner_key, role, starts, *ends in ties:
            partner = scene.partner(partner_key)
            if (partner.pk, role) in seen:
                continue
            seen.add((partner.pk, role))
            add_participation(
                initiative=scene.initiative(key),
                partner=partner,
                role=role,
                starts_on=scene.day(starts),
                ends_on=scene.day(ends[0]) if ends else None,
                by=scene.by,
                at=scene.at,
            )


def name_causes(scene: Scene) -> None:
    """Name causes of weak links and what removes them; some links and causes are left open."""
    for row in scene.rows("causes"):
        record = add_cause(**scene.fields(row), elements=scene.codes.elements, by=scene.by, at=scene.at)
        scene.keep("causes", row, record)


def strengthen(scene: Scene, part: str) -> None:
    """Say which initiatives or activities strengthen which element."""
    for row in scene.rows(part):
        fields = scene.fields(row)
        same = {name: fields.get(name) for name in ("initiative", "activity", "element", "cause")}
        if not Strengthening.objects.filter(**same).exists():
            add_strengthening(**fields, elements=scene.codes.elements, by=scene.by, at=scene.at)


def move_through_stages(scene: Scene) -> None:
    """Take every step in the life of the initiatives, through its gate."""
    for row in scene.rows("stages"):
        move_to_stage(**scene.fields(row), by=scene.by, at=scene.at)


def embed(scene: Scene) -> None:
    """Answer questions on embedding, and record how ready innovations are."""
    for key, answers in scene.data["embedding"].items():
        for question, (answer, explanation) in answers.items():
            answer_embedding(
                initiative=scene.initiative(key),
                question=question,
                answer=answer,
                explanation=explanation,
                by=scene.by,
                at=scene.at,
            )
    for row in scene.rows("readiness"):
        record_readiness(**scene.fields(row), by=scene.by, at=scene.at)
