"""Compare every vendored file with the SHA-256 in VENDORED.sha256; exit 1 when one differs."""

import hashlib
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MANIFEST = ROOT / "VENDORED.sha256"


def faults(root: Path, manifest: str) -> list[str]:
    """Return one line for each file that is missing or is not what the manifest says."""
    found = []
    for line in manifest.splitlines():
        if not line or line.startswith("#"):
            continue
        digest, _, name = line.partition("  ")
        path = root / name
        if not path.is_file():
            found.append(f"{name}: missing")
        elif hashlib.sha256(path.read_bytes()).hexdigest() != digest:
            found.append(f"{name}: not the file that was vendored")
    return found


def main() -> int:
    wrong = faults(ROOT, MANIFEST.read_text(encoding="utf-8"))
    print("\n".join(wrong) or "Vendored files are as published.")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
