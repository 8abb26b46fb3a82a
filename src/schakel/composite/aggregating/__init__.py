# SPDX-License-Identifier: EUPL-1.2
"""Join scores into one, with more or less compensation."""
