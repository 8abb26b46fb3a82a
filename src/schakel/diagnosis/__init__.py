# SPDX-License-Identifier: EUPL-1.2
"""Diagnosis: the calculating rooms put together into the dossier that the Program Board reads.

In: a course, its framework, observations and printed figures. Out: a ``Dossier`` (dossier.py)
with its tables, stored write-once as a measurement and read back byte for byte.
Public: ``diagnose`` (diagnosing), ``make_measurement`` (run), ``store_measurement``,
``load_measurement``, ``list_measurements``, ``write_tables``, ``write_provenance`` (storage).
"""
