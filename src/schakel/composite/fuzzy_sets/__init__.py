# SPDX-License-Identifier: EUPL-1.2
"""Fuzzy-set Qualitative Comparative Analysis: which combinations of conditions go with an outcome.

In this order: ``calibrate`` (numbers become memberships), ``fit`` (necessity and sufficiency of one
set), ``truth_table``, ``minimise`` (Quine-McCluskey), ``counterfactuals`` (the three solutions) and
``solutions`` (fit and cases of a solution). ``terms`` reads and writes combinations.
"""
