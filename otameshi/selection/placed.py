"""Where a selected group is placed: a part of its proposal, told with its notice."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from otameshi.db import Model
from otameshi.people import Person
from otameshi.programme.models import Host, Office


class Placement(Model):
    """参加する市町村と連携オフィス, with how it came to that."""

    __tablename__ = "placements"

    candidacy_id: Mapped[int] = mapped_column(ForeignKey("candidacies.id"), primary_key=True)
    host_id: Mapped[int] = mapped_column(ForeignKey("hosts.id"), index=True)
    office_id: Mapped[int | None] = mapped_column(ForeignKey("offices.id"))
    words: Mapped[str]  # 第2希望: 第1希望は満員で …; an officer's reason, where one overruled
    by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    at: Mapped[datetime]

    host: Mapped[Host] = relationship()
    office: Mapped[Office | None] = relationship()
    by: Mapped[Person] = relationship()

    @property
    def place(self) -> str:
        """Return the place as a letter names it."""
        return f"{self.host.name}（{self.office.name}）" if self.office else self.host.name
