# SPDX-License-Identifier: EUPL-1.2
"""Where effort raises an index most."""
