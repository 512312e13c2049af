"""From description to SVG: drawn once for the same data, cleaned to the few elements we expect, kept in the cache.

Altair and the converter are slow to start (about a second), so they are loaded only when something new must be drawn.
"""

import hashlib
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Protocol

from django.core.cache import cache

from gatepost.kernel.charts.cleaning import cleaned
from gatepost.kernel.charts.design import Look

if TYPE_CHECKING:
    import altair as alt

# Raise it when a description or the cleaning changes: what was kept before is then drawn anew.
EDITION = 4
KEPT_FOR = 14 * 24 * 3600


class Chart(Protocol):
    """The data of one chart with the words that say the same; its `repr` tells it from every other."""

    @property
    def title(self) -> str: ...

    @property
    def words(self) -> str: ...

    def describe(self, look: Look) -> "alt.LayerChart": ...


def draw(chart: Chart, look: Look) -> str:
    return draw_all([chart], look)[0]


def draw_all(charts: Iterable[Chart], look: Look) -> list[str]:
    """The SVG of each chart, in order; one look into the cache for all."""
    wanted = list(charts)
    keys = [_key(chart, look) for chart in wanted]
    kept: dict[str, Any] = cache.get_many(keys)
    new = {key: drawn(chart, look) for key, chart in dict(zip(keys, wanted, strict=True)).items() if key not in kept}
    if new:
        cache.set_many(new, KEPT_FOR)
    return [str(kept.get(key) or new[key]) for key in keys]


def _key(chart: Chart, look: Look) -> str:
    said = repr((EDITION, type(chart).__module__, chart, look))
    return f"chart:{hashlib.sha256(said.encode()).hexdigest()}"


def drawn(chart: Chart, look: Look) -> str:
    """Drawn now, whatever the cache holds."""
    import vl_convert
    from altair.utils.schemapi import debug_mode

    with debug_mode(arg=False):  # our descriptions are checked against the schema by the tests, not at every drawing
        spec = chart.describe(look).to_dict(validate=False)
    config = {"aria": False, "background": None, "view": {"stroke": None}, "font": look.font or "Noto Sans"}
    svg = vl_convert.vegalite_to_svg(spec, config=config, allowed_base_urls=[])
    return cleaned(svg, look, title=chart.title, words=chart.words)
