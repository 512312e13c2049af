"""Charts: valid descriptions, drawn once, told apart without colour, turned for those who read from right to left."""

import re

import pytest

from gatepost.kernel.charts import drawing
from gatepost.kernel.charts.bars import Bar, BarChart
from gatepost.kernel.charts.design import Look, coloured, patterns
from gatepost.kernel.charts.dots import Dot, DotChart
from gatepost.kernel.charts.drawing import Chart, draw_all
from gatepost.kernel.charts.lettering import SMALLEST, size_fitting, width_of
from gatepost.reach.state_bar import StateBar
from gatepost.reach.state_trend import TrendChart

TREND = TrendChart(
    "Somali", "In dialogue: 8", ((0, (3, 2, 1, 1)), (7, (4, 2, 1, 0))), ((0, "Sep"), (7, "Nov")), ("0%", "50%", "100%")
)
BARS = BarChart("Steps", "The longest step", (Bar("Known", 1, "40 · 100%"), Bar("Read", 0.5, "20 · 50%", 0.25, "4B: 5 · 25%")))
DOTS = DotChart(
    "Less",
    "One group",
    (Dot("Somali", 0.2, 0.1, 0.3, "8 of 40", -1), Dot("Urdu", 0.6, 0.4, 0.8, "6 of 10"), Dot("Thai", 0.9, 0.8, 1, "9", 1)),
    (0.6, "All: 60%"),
    ("0%", "50%", "100%"),
)
STATES = StateBar("Now", "68 in dialogue", (68, 30, 12, 10))
ALL: list[Chart] = [TREND, BARS, DOTS, STATES]


@pytest.mark.parametrize("chart", ALL, ids=lambda chart: type(chart).__name__)
@pytest.mark.parametrize("look", [Look(), Look(rtl=True, on_paper=True, font="Noto Naskh Arabic")], ids=["page", "paper"])
def test_every_description_is_valid_and_every_drawing_says_what_it_shows(chart: Chart, look: Look) -> None:
    chart.describe(look).to_dict()  # refuses what the schema does not know
    svg = drawing.drawn(chart, look)
    assert f"<title>{chart.title}</title><desc>{chart.words}</desc>" in svg
    assert re.search(r"style=|href=|<script|<image|\bon\w+=", svg) is None


def test_on_a_page_colours_follow_the_stylesheet_and_the_size_follows_the_room() -> None:
    svg = drawing.drawn(TREND, Look())
    assert re.findall(r"#[0-9a-f]{6}", svg) == []
    assert "var(--talk)" in svg
    assert svg.startswith('<svg viewBox="0 0 170 110" class="chart" role="img">')


def test_two_states_are_told_by_a_pattern_and_not_by_colour_alone() -> None:
    svg = drawing.drawn(STATES, Look(on_paper=True))
    fills = [fill for fill in re.findall(r'<path[^>]*fill="([^"]+)"', svg) if fill != "none"]
    assert fills == ["#0e6654", "#7fb2a0", "url(#picture-dots)", "url(#picture-stripes)"]
    assert patterns(Look(on_paper=True)).replace("/>", " />") in svg


def test_from_right_to_left_a_bar_begins_on_the_right_and_words_stand_in_their_direction() -> None:
    left, right = (drawing.drawn(BARS, Look(rtl=rtl, on_paper=True, font="Noto Sans")) for rtl in (False, True))
    assert 'text-anchor="start" transform="translate(0,13)"' in left
    assert 'text-anchor="end" transform="translate(340,13)"' in right
    assert "\u2067Known\u2069" in right
    assert "\u2067" not in left


def test_a_chart_is_drawn_once_for_the_same_data(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn = []
    monkeypatch.setattr(drawing, "drawn", lambda chart, look: drawn.append(chart.title) or f"<svg>{chart.title}</svg>")
    looks = [draw_all([TREND, BARS, TREND], Look()) for _time in range(2)]
    assert looks == [["<svg>Somali</svg>", "<svg>Steps</svg>", "<svg>Somali</svg>"]] * 2
    assert drawn == ["Somali", "Steps"]
    draw_all([TREND], Look(rtl=True))
    assert drawn == ["Somali", "Steps", "Somali"]


def test_letters_are_as_large_as_fits_in_any_script() -> None:
    assert size_fitting(["Somali"], 200, 12) == 12
    for text in (
        "Một cách viết hoặc gọi khác mà gia đình dùng",
        "另一种书写或打电话的方式以及更多的帮助",
        "طريقة أخرى للكتابة أو الاتصال بهم في البيت",
    ):
        size = size_fitting([text], 150, 12)
        assert size == SMALLEST or width_of(text, size) <= 151


def test_a_colour_that_is_none_of_ours_stays() -> None:
    assert coloured("#123456", Look(), as_fill=True) == "#123456"
