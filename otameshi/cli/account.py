"""The account of a claim as lines of text that an officer can print."""

from collections.abc import Iterator

from otameshi.subsidy import Assessment, Note, Step
from otameshi.subsidy.words import money


def account(group: str, result: Assessment) -> Iterator[str]:
    """Yield the account line by line; what is taken adds up to what is not paid."""
    yield f"■ {group or '請求'}: {result.title}（{result.version}）"
    for line in result.lines:
        yield f"  [{line.key}] 請求 {money(line.claimed)} → 対象 {money(line.eligible)}"
        yield from (f"      {_step(step)}" for step in line.steps if not step.scope)
    for step in result.steps:
        yield f"  {step.scope}: {_step(step)}"
    yield from (f"  要対応: {_note(note)}" for note in result.findings)
    yield from (f"  未確定: {_note(note)}" for note in result.undecided)
    yield from (f"  要判断: {_note(note)}" for note in result.remarks)
    taken = sum(step.reduction for step in result.reductions)
    yield (
        f"  請求 {money(result.claimed)} － 減額 {money(taken)} ＝ 交付 {money(result.granted)}"
        f"（補助対象経費 {money(result.eligible)}）"
    )


def _step(step: Step) -> str:
    place = "・".join(word for word in (step.title, step.article) if word)
    change = f"{money(step.before)} → {money(step.after)}" if step.before != step.after else "±0"
    return f"{change} {step.reason}【{place}】"


def _note(note: Note) -> str:
    line = f"[{note.line}] " if note.line else ""
    return f"{line}{note.message}【{note.title}】"
