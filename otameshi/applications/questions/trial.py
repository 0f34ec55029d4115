"""A trial of the questions: judged by the rules of the real thing, kept nowhere."""

from dataclasses import dataclass

from otameshi.applications.attaching import KINDS
from otameshi.applications.questions.own import Own
from otameshi.core.questions import lack, words
from otameshi.files import gate
from otameshi.programme.asked import Accepts


@dataclass(frozen=True, slots=True)
class Verdict:
    """What an applicant who typed this would be told, and what staff would read."""

    lacking: tuple[str, ...]
    rows: tuple[tuple[str, str], ...]


def judged(own: Own) -> Verdict:
    """Judge what was typed; a file that the gate would not take is refused."""
    sent = own.answers()
    for key, files in sent.files.items():
        kinds = KINDS[Accepts(own.whole.by_key[key].accepts)]
        for name, content in files:
            gate.judge(name, content, kinds)
    names = {key: tuple(name for name, _ in files) for key, files in sent.files.items() if files}
    answers = {**sent.answers, **names}
    shown = [one for one in own.whole.questions if one.key in own.shown]
    found = (lack(one, answers.get(one.key)) for one in shown)
    return Verdict(
        lacking=tuple(text for text in found if text is not None),
        rows=tuple((one.label, words(one, answers.get(one.key))) for one in shown),
    )
