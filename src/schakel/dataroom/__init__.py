# SPDX-License-Identifier: EUPL-1.2
"""The data room: from a publisher's file to figures that can be traced.

In: files (``readers``), the shipped tables in ``figures/`` and regions with dates. Out: a
Polars table of observations, one row a figure, with status, level, vintage and snapshot.
Public: ``observations.read_observations``, ``store.ingest_figures``, ``measures.load_measures``,
``regions.load_regions``, ``region_sums.sum_over_members``, ``growth.growth``,
``levels.flag_repeated_values``, ``snapshots.take_snapshot``, ``ledger``, ``checks``.
"""
