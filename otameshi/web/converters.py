"""Numbers in addresses: none larger than a row's number can be, so that no query overflows."""

from flask import Flask
from werkzeug.routing import IntegerConverter, Map

LARGEST = 2**63 - 1


class RowNumber(IntegerConverter):
    """<int:…> of every route; a larger number is a page that does not exist."""

    def __init__(self, map: Map, *args: int, **kw: int) -> None:  # noqa: A002  # werkzeug's name
        super().__init__(map, *args, **{"max": LARGEST, **kw})  # type: ignore[arg-type]  # as given


def init_app(app: Flask) -> None:
    app.url_map.converters["int"] = RowNumber
