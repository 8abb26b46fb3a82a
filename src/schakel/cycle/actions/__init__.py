# SPDX-License-Identifier: EUPL-1.2
"""What changes the cycle: one verb of the meeting each, with its rules."""
