# SPDX-License-Identifier: EUPL-1.2
"""What is read from the cycle, computed when it is read."""
