# SPDX-License-Identifier: EUPL-1.2
"""Following delivery: deviations, and the hours and money of the bureau."""
