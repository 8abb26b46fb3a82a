# SPDX-License-Identifier: EUPL-1.2
"""The invented results: claims from promise to verified, with versions that differ and a suspected double."""

from schakel.programme.actions.claims import register_claim, state_result
from schakel.programme.demonstration.scene import Scene


def claim_results(scene: Scene) -> None:
    """Register what is claimed, and everything that was said about it."""
    for row in scene.rows("claims"):
        claim = register_claim(**scene.fields(row, "said"), source="verzonnen", by=scene.by, at=scene.at)
        for said in row["said"]:
            state_result(claim=claim, **scene.fields(said), source="verzonnen", by=scene.by, at=scene.at)
