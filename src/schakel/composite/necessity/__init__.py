# SPDX-License-Identifier: EUPL-1.2
"""Necessary Condition Analysis: how much of a condition a level of the outcome cannot do without.

``ceilings.measure_ceiling`` asks the question; its answer goes on to
``bottleneck_table.tabulate_bottlenecks``, ``significance.permute_necessity`` and
``leave_out.leave_out_units``.
"""
