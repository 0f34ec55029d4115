"""The blueprint of the follow-up's desk, and how its pages find a wave."""

from flask import Blueprint, abort

from otameshi.db import db
from otameshi.followup import waves
from otameshi.followup.models import Wave
from otameshi.followup.rules import Addressee
from otameshi.web.access import actor

pages = Blueprint("followup_desk", __name__, url_prefix="/desk/followup")


def wave_or_404(wave_id: int) -> Wave:
    return db.session.scalar(waves.visible_to(actor()).where(Wave.id == wave_id)) or abort(404)


def unit_of(wave: Wave) -> str:
    """Return by what those who are asked are counted."""
    return "組" if wave.addressee is Addressee.GROUP else "名"
