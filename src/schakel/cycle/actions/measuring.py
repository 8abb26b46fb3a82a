# SPDX-License-Identifier: EUPL-1.2
"""Keep a computed measurement in the database, whole and unchangeable."""

import hashlib
from dataclasses import asdict, replace
from datetime import datetime

from django.db import transaction

from schakel.cycle.archive import zip_measurement
from schakel.cycle.models import Measurement
from schakel.cycle.queries.measured import measurement_called
from schakel.diagnosis.storage import StoredMeasurement
from schakel.programme.auditing import take_turn
from schakel.programme.recording import Actor, append_row

SNAPSHOT_FIELDS = ("snapshot_id", "source_table", "file_name", "sha256", "retrieved_date", "newest_period")


def store_measurement_row(*, stored: StoredMeasurement, by: Actor, at: datetime) -> Measurement:
    """Keep a measurement with everything needed to make it again; one that is kept already stays as it is.

    A computed measurement is never invented, whoever keeps it: it stays when the demonstration year goes.

    Parameters
    ----------
    stored
        The measurement in its folder, which is proved first.

    Raises
    ------
    DamagedMeasurement
        When the folder does not hold what its name stands for.
    """
    found = measurement_called(stored.id)
    if found is not None:
        return found
    content = zip_measurement(stored)
    dossier = stored.dossier
    provenance = dossier.provenance
    with transaction.atomic():
        take_turn()
        found = measurement_called(stored.id)
        if found is not None:
            return found
        row = Measurement(
            course=dossier.course_id,
            year=dossier.year,
            identity=stored.id,
            code_version=provenance.code_version,
            course_version=provenance.course_version,
            framework_sha256=provenance.framework_sha256,
            inputs_sha256=_inputs_sha256(stored),
            seed=provenance.seed,
            n_runs=provenance.n_runs,
            choices=dict(provenance.choices),
            snapshots=[{name: asdict(s)[name] for name in SNAPSHOT_FIELDS} for s in provenance.snapshots],
            archive=content,
            archive_sha256=hashlib.sha256(content).hexdigest(),
        )
        return append_row(row, action="measurement.keep", by=replace(by, invented=False), at=at)


def _inputs_sha256(stored: StoredMeasurement) -> str:
    """Return the hash over what went in: versions, choices, seed, runs and the hash of every file."""
    p = stored.dossier.provenance
    lines = [p.code_version, p.course_version, p.framework_sha256, str(p.seed), str(p.n_runs)]
    lines += [f"{name}={value}" for name, value in sorted(p.choices.items())]
    lines += sorted(f"{s.snapshot_id} {s.sha256}" for s in p.snapshots)
    lines.append(p.previous_measurement_id or "")
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()
