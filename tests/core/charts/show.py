"""Writes the gallery as a page to look at: python -m tests.core.charts.show PAGE.html."""

import sys
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from otameshi.core.charts import Figure
from tests.core.charts.gallery import every

SHEETS = ("base", "layout", "form", "page", "table")
PAGE = """<!DOCTYPE html><html lang="ja"><head><meta charset="utf-8"><title>図</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="{{ static }}/vendor/design-tokens/tokens.css">
{% for one in sheets %}<link rel="stylesheet" href="{{ static }}/css/{{ one }}.css">{% endfor %}
<link rel="stylesheet" href="{{ static }}/css/print.css" media="print">
</head><body><main id="main"><div class="page-body"><h1>図</h1><h2>全ての図</h2>
{% from "charts/figure.html" import chart %}
{% for one in figures %}{{ chart(one) }}{% endfor %}</div></main></body></html>"""


def page(figures: list[Figure]) -> str:
    env = Environment(
        loader=FileSystemLoader("templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    static = Path("otameshi/static").resolve().as_uri()
    return env.from_string(PAGE).render(figures=figures, sheets=SHEETS, static=static)


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(page(every()), encoding="utf-8")
