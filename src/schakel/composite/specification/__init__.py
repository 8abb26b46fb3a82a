# SPDX-License-Identifier: EUPL-1.2
"""An index written down: where the numbers are, the structure, the steps and the analyses.

In: a plain mapping, as a YAML or JSON file gives it (this package reads no files but spreadsheets). Out: a
frozen ``Specification``, from which ``make_index`` builds the index and ``run_analyses`` every analysis that
is asked for. Keys have the same words as the functions of the room. Everything wrong is found at once, each
with its path in the mapping, what was found and what was expected.
"""
