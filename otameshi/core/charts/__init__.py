"""Charts: numbers in; out come paths and words for an SVG, and the same numbers as a table.

Pure: nothing here knows a page. `templates/charts/figure.html` draws what comes out.
"""

from otameshi.core.charts.bars import bars
from otameshi.core.charts.facts import About, Figure, Level, Number, Point, Series, plain
from otameshi.core.charts.funnel import funnel
from otameshi.core.charts.lines import lines
from otameshi.core.charts.stack import stack
from otameshi.core.charts.tiles import tiles

__all__ = [
    "About",
    "Figure",
    "Level",
    "Number",
    "Point",
    "Series",
    "bars",
    "funnel",
    "lines",
    "plain",
    "stack",
    "tiles",
]
