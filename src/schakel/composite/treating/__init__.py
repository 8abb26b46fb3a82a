# SPDX-License-Identifier: EUPL-1.2
"""Outlier treatment that asks first: test the shape, pull in points, and transform if that fails.

Public: ``winsorise_points``, ``transforms``, ``box_cox``, ``rule``, ``two_stage``; the fixed share of
:func:`schakel.composite.treating.winsorise_share.treat_winsorise` needs no test.
"""
