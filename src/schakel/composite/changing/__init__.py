# SPDX-License-Identifier: EUPL-1.2
"""Why a score moved between two years."""
