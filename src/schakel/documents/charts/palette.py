# SPDX-License-Identifier: EUPL-1.2
"""The colours of the charts by role, light and dark.

One accent (blue: told apart from grey by every kind of colour vision) is for the region only.
Text roles have a contrast of at least 4.5 to 1 on both backgrounds.
"""

LIGHT = {
    "ink": "#1d2327",
    "muted": "#56606b",
    "grid": "#d7dce1",
    "strip": "#aab3bd",
    "peer": "#68737f",
    "accent": "#0b5fa5",
    "accent_soft": "#a6c8e6",
    "paper": "#fefefe",
    "step1": "#edf0f2",
    "step2": "#d0d8df",
    "step3": "#a9b7c3",
    "step4": "#61758a",
    "step5": "#3d4f61",
    "on_pale": "#1d2328",
    "on_deep": "#fdfdfd",
}
DARK = {
    "ink": "#e7eaed",
    "muted": "#a9b3bd",
    "grid": "#3a424b",
    "strip": "#66707b",
    "peer": "#9aa5b0",
    "accent": "#6fb7f3",
    "accent_soft": "#27567f",
    "paper": "#14181c",
    "step1": "#232a31",
    "step2": "#36414b",
    "step3": "#505f6e",
    "step4": "#93a5b5",
    "step5": "#c3d0db",
    "on_pale": "#eef1f4",
    "on_deep": "#101418",
}
FONT = "-apple-system, 'Segoe UI', Roboto, 'Noto Sans', 'Liberation Sans', Arial, system-ui, sans-serif"


def dark_rules(scope: str) -> str:
    """Return the style rules that turn every light colour inside ``scope`` into its dark one."""
    return "".join(
        f'{scope} [{kind}="{LIGHT[role]}"]{{{kind}:{DARK[role]}}}'
        for role in LIGHT
        for kind in ("fill", "stroke")
    )
