"""A stored file as its owner may know it."""

from otameshi.core.held import Fact, Holding, Record, record
from otameshi.files.models import Attachment

FILE = {
    "name": "ファイル名",
    "media_type": "種類",
    "size": "大きさ（バイト）",
    "sha256": "SHA-256",
    "at": "受け付けた日時",
}
HOLDS = Holding(
    tables={"attachments": FILE},
    left={"attachments": frozenset({"key", "scan", "scanned_at", "threat"})},
)


def file_record(attachment: Attachment, *more: Fact) -> Record:
    return record(attachment, FILE, *more)
