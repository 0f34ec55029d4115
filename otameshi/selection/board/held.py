"""Why a person is told nothing of what was tried out before the decision."""

from otameshi.selection.board.models import Scenario, ScenarioChoice
from otameshi.selection.placed import Placement

TRIED_OUT = "採択を検討した途中の案です。公正な選考のため、本人にもお見せしません。"
REASONS = {
    Scenario.__tablename__: TRIED_OUT,
    ScenarioChoice.__tablename__: TRIED_OUT,
    Placement.__tablename__: "市町村とオフィスは、採択の通知と参加の記録でお知らせします。",
}
