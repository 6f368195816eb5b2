"""The articles of Wikinews 2019 beside this checkout, as the annotations in `tests/annotations` count them.

`.venv/bin/python tests/wikinews.py FOLDER` writes them there, for `onrecord eval --texts FOLDER`.
"""

from __future__ import annotations

import csv
import io
import sys
import tarfile
from pathlib import Path

PACK = Path(__file__).resolve().parents[2] / "shared" / "data" / "text.tar.xz"
_ARTICLES = "wikinews/data/wikinews_2019.csv"
_TEXTS = "heldout_articles/wikinews/"
_MAX_FIELD = 1 << 24


def write_texts(pack: Path, folder: Path) -> list[Path]:
    """Write each article into `folder` as one text: title, day, address, and below a blank line what it says.

    Those that the pack holds as texts too are written as they stand there: their line breaks differ from the table's.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with tarfile.open(pack) as archive:
        member = archive.extractfile(next(name for name in archive.getnames() if name.endswith(_ARTICLES)))
        assert member is not None
        table = member.read().decode()
        texts = {
            Path(name).name: content.read()
            for name in archive.getnames()
            if name.startswith(_TEXTS) and name.endswith(".txt") and (content := archive.extractfile(name)) is not None
        }
    csv.field_size_limit(_MAX_FIELD)
    written = []
    for number, row in enumerate(csv.DictReader(io.StringIO(table, newline=""))):
        path = folder / f"{row['date']}_{number:03}.txt"
        made = f"{row['title']}\n{row['date']}\n{row['url']}\n\n{row['text']}\n".encode()
        path.write_bytes(texts.get(path.name, made))
        written.append(path)
    return written


if __name__ == "__main__":
    print(f"{len(write_texts(PACK, Path(sys.argv[1])))} articles")  # noqa: T201 - a script tells what it did
