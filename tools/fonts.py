"""Has browsers draw with the vendored fonts alone, so that every machine draws the same picture."""

import os
from pathlib import Path

FONTS = Path(__file__).parent.parent / "otameshi" / "documents" / "fonts"
FAMILIES = {
    "sans-serif": "Noto Sans JP",
    "serif": "Noto Serif JP",
    "monospace": "Noto Sans JP",
}


def fontconfig(folder: Path) -> Path:
    """Write the file that FONTCONFIG_FILE shall name."""
    folder.mkdir(parents=True, exist_ok=True)
    aliases = "".join(
        f'<alias binding="strong"><family>{generic}</family>'
        f"<prefer><family>{family}</family></prefer></alias>\n"
        for generic, family in FAMILIES.items()
    )
    written = folder / f"fonts.{os.getpid()}.conf"
    written.write_text(
        '<?xml version="1.0"?>\n<!DOCTYPE fontconfig SYSTEM "fonts.dtd">\n<fontconfig>\n'
        f"<dir>{FONTS}</dir>\n<cachedir>{folder / 'fontcache'}</cachedir>\n"
        f"{aliases}</fontconfig>\n",
        encoding="utf-8",
    )
    return written.replace(folder / "fonts.conf")  # whole at once: others may be reading it
