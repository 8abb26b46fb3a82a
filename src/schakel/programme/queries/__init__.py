# SPDX-License-Identifier: EUPL-1.2
"""What pages and documents read from the register; totals are computed here, on read, and never stored."""
