# SPDX-License-Identifier: EUPL-1.2
"""What went into two measurements differently: versions, choices, seed, and every file of figures."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from schakel.diagnosis.dossier import Provenance, SnapshotUse
from schakel.koers.label import Label

InputKind = Literal["code_version", "course_version", "framework", "seed", "n_runs", "choice", "file"]


@dataclass(frozen=True, slots=True)
class InputMoved:
    """One thing that went in differently; ``then`` or ``now`` is ``None`` for what was not there.

    ``name`` is the choice or the source table; for a file both hold the start of its hash.
    """

    kind: InputKind
    name: str
    label: Label | None
    then: str | None
    now: str | None


def same_figures(then: Provenance, now: Provenance) -> bool:
    """Say whether both rest on exactly the same files."""
    return _hashes(then) == _hashes(now)


def same_method(then: Provenance, now: Provenance) -> bool:
    """Say whether both were made by the same code, course, framework, choices, seed and number of runs."""
    return _method(then) == _method(now)


def inputs_moved(then: Provenance, now: Provenance) -> tuple[InputMoved, ...]:
    """Return everything that went in differently, files last; empty when all is the same."""
    return (*_settings(then, now), *_choices(then, now), *_files(then, now))


def _hashes(provenance: Provenance) -> dict[str, str]:
    return {s.snapshot_id: s.sha256 for s in provenance.snapshots}


def _method(p: Provenance) -> tuple[object, ...]:
    choices = tuple(sorted(p.choices.items()))
    return (p.code_version, p.course_version, p.framework_sha256, choices, p.seed, p.n_runs)


def _settings(then: Provenance, now: Provenance) -> Iterable[InputMoved]:
    pairs: tuple[tuple[InputKind, object, object], ...] = (
        ("code_version", then.code_version, now.code_version),
        ("course_version", then.course_version, now.course_version),
        ("framework", then.framework_sha256[:12], now.framework_sha256[:12]),
        ("seed", then.seed, now.seed),
        ("n_runs", then.n_runs, now.n_runs),
    )
    for kind, first, last in pairs:
        if first != last:
            yield InputMoved(kind, "", None, str(first), str(last))


def _choices(then: Provenance, now: Provenance) -> Iterable[InputMoved]:
    for name in dict.fromkeys([*now.choices, *then.choices]):
        first, last = then.choices.get(name), now.choices.get(name)
        if first != last:
            yield InputMoved("choice", name, None, first, last)


def _files(then: Provenance, now: Provenance) -> Iterable[InputMoved]:
    """Compare by source table: a newer version of a table has another hash, and so another name."""
    before, after = _by_table(then), _by_table(now)
    for table in sorted(before.keys() | after.keys()):
        first, last = before.get(table, ()), after.get(table, ())
        if {s.sha256 for s in first} != {s.sha256 for s in last}:
            label = (last or first)[0].title
            yield InputMoved("file", table, label, _told(first), _told(last))


def _by_table(provenance: Provenance) -> dict[str, tuple[SnapshotUse, ...]]:
    found: dict[str, tuple[SnapshotUse, ...]] = {}
    for snapshot in provenance.snapshots:
        found[snapshot.source_table] = (*found.get(snapshot.source_table, ()), snapshot)
    return found


def _told(files: tuple[SnapshotUse, ...]) -> str | None:
    return ", ".join(sorted(s.sha256[:12] for s in files)) or None
