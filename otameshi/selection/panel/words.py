"""What an officer is told after sheets were given out."""

from collections.abc import Iterator

from otameshi.selection.panel.actions import Assigned

SHOWN = 10  # gaps on one page; all of them are in the history of the call


def told(given: Assigned) -> Iterator[tuple[str, str]]:
    """Return the words with their tone: what could not be given first."""
    for gap in given.gaps[:SHOWN]:
        yield gap, "refused"
    if len(given.gaps) > SHOWN:
        yield (
            f"ほか{len(given.gaps) - SHOWN}件も足りません。募集回の履歴にすべてあります。",
            "refused",
        )
    if given.taken:
        yield f"続けられない委員の採点票を{given.taken}枚、取り消しました。", "done"
    if given.count:
        yield f"採点票を{given.count}枚割り当て、選考委員にお知らせしました。", "done"
    elif not given.gaps:
        yield "割り当ての必要な応募はありません。", "notice"
