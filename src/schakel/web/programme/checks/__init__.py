# SPDX-License-Identifier: EUPL-1.2
"""The integrity checks and what to do about each finding."""
