"""What a later stage has to say on the page of a group: filled by that stage."""

from collections.abc import Callable
from dataclasses import dataclass

from otameshi.participation.models import Participation


@dataclass(frozen=True, slots=True)
class Notice:
    """Something to look after; `endpoint` and `ids` lead to where it is done."""

    words: str
    link: str
    endpoint: str
    ids: dict[str, int]


NOTICES: list[Callable[[Participation], Notice | None]] = []


def notices(group: Participation) -> list[Notice]:
    return [one for ask in NOTICES if (one := ask(group)) is not None]
