"""What officers make of the automatic findings, one by one. No database, no web."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from otameshi.core.labels import Labelled
from otameshi.core.states import Refused
from otameshi.selection.screening import Finding, Severity


class Verdict(Labelled):
    CONFIRMED = "confirmed", "判定のとおり"
    OVERRULED = "overruled", "判定を変えた"


@dataclass(frozen=True, slots=True)
class Mark:
    """What an officer made of one finding, and why."""

    verdict: Verdict
    reason: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Judged:
    """A finding with what an officer made of it, if anybody has looked at it."""

    finding: Finding
    key: str
    mark: Mark | None = None

    @property
    def overruled(self) -> bool:
        return self.mark is not None and self.mark.verdict is Verdict.OVERRULED

    @property
    def severity(self) -> Severity:
        """Return how it counts: one that was overruled counts the other way."""
        if not self.overruled:
            return self.finding.severity
        return Severity.OK if self.finding.doubtful else Severity.BLOCK

    @property
    def doubtful(self) -> bool:
        return self.severity is not Severity.OK

    @property
    def in_words(self) -> str:
        """Say what counts against the application, in words for whoever applied."""
        if self.overruled and self.mark is not None and self.doubtful:
            return self.mark.reason
        return self.finding.text


def key_of(finding: Finding) -> str:
    """Name a finding by all it says: one that a correction has changed is another one."""
    said = [finding.key, finding.position, finding.severity.value, finding.text]
    told = json.dumps([*said, finding.explanation], ensure_ascii=False)
    return hashlib.sha256(told.encode()).hexdigest()


def judged(found: Sequence[Finding], marks: Mapping[str, Mark]) -> tuple[Judged, ...]:
    return tuple(Judged(one, key_of(one), marks.get(key_of(one))) for one in found)


def doubts(lines: Sequence[Judged]) -> list[str]:
    """Return what must be explained before the application may pass."""
    return [one.in_words for one in lines if one.doubtful]


def against(lines: Sequence[Judged]) -> list[str]:
    """Return the conditions not met: the reasons of a notice, as a first draft."""
    return [one.in_words for one in lines if one.severity is Severity.BLOCK]


def must_be_reasoned(verdict: Verdict, reason: str) -> None:
    if verdict is Verdict.OVERRULED and not reason.strip():
        raise Refused("判定を変える理由を記入してください。")


def reasons_in(note: str) -> list[str]:
    """Return the reasons of a notice: each line that was written is one."""
    return [line.strip(" \t\u3000・") for line in note.splitlines() if line.strip(" \t\u3000・")]
