# SPDX-License-Identifier: EUPL-1.2
"""Pictures of the yearly cycle: the year as a wheel, and what was said and decided."""
