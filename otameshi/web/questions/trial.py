"""A trial of questions: judged by the rules of the real thing, kept nowhere."""

from dataclasses import dataclass

from otameshi.core.questions import lack, words
from otameshi.files import gate
from otameshi.files.kinds import BY_NAME
from otameshi.web.questions.on_page import OnPage


@dataclass(frozen=True, slots=True)
class Verdict:
    """What somebody who typed this would be told, and what staff would read."""

    lacking: tuple[str, ...]
    rows: tuple[tuple[str, str], ...]


def judged(own: OnPage) -> Verdict:
    """Judge what was typed; a file that the gate would not take is refused."""
    sent = own.files()
    for key, files in sent.items():
        for name, content in files:
            gate.judge(name, content, BY_NAME[own.whole.by_key[key].accepts])
    names = {key: tuple(name for name, _ in files) for key, files in sent.items() if files}
    answers = {**own.given(), **names}
    shown = [one for one in own.whole.questions if one.key in own.shown]
    found = (lack(one, answers.get(one.key)) for one in shown)
    return Verdict(
        lacking=tuple(text for text in found if text is not None),
        rows=tuple((one.label, words(one, answers.get(one.key))) for one in shown),
    )
