# SPDX-License-Identifier: EUPL-1.2
"""Fill unknown values in the open: every function returns the values and which cells it filled.

One source of information a module: ``columns`` (other units), ``groups`` (units of the same kind),
``rows`` (other indicators of the unit), ``periods`` (other years), ``donors`` (the most similar
units), ``regression`` (one stated predictor), ``normal_model`` (all indicators together), ``draws``
(many times, to carry the doubt along).
"""
