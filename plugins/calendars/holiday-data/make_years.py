"""
Make the years of official days that the plugin ships: `data/cn/2007.json` to `data/cn/2026.json`.

`python make_years.py FOLDER OUT CHECKED_ON`, where FOLDER holds the files of holiday-cn
(github.com/NateScarlet/holiday-cn, MIT), one a year: which days are off and which are worked, and the addresses of the
State Council's papers that say so. What is written are these facts, in the form that
`POST /v1/calendars/holiday-sets/cn/years` takes.

The first twenty were made from holiday-cn at d4e53bf2143de9a85bbd0a916c6c4adac32b075f. Whoever collected those files
compared each of the 7305 days from 2007 to 2026 with the package chinesecalendar 1.11.0 (MIT) and found no difference;
this script does not repeat that. The tests of the plugin compare every day, and the working days of each year, with
files of the same collection, which are not shipped.
"""
# ruff: noqa: INP001 - a script beside the package, which is not shipped

import json
import sys
from pathlib import Path
from typing import Any

_FIRST_YEAR = 2007


def shipped(source: dict[str, Any], *, checked_on: str) -> dict[str, Any]:
    """Return a year of holiday-cn in our own form; without days it is not published yet."""
    days = sorted(source["days"], key=lambda day: day["date"])
    return {
        "year": source["year"],
        "status": "published" if days else "not_yet_published",
        "sources": source["papers"],
        "checked_on": checked_on,
        "days": [
            {"on": day["date"], "kind": "off" if day["isOffDay"] else "working", "name": day["name"]} for day in days
        ],
    }


def written(year: dict[str, Any]) -> str:
    """Return the text of a file: one day a line, so that a correction is one line of a difference."""
    days = ",\n".join(f"    {json.dumps(day, ensure_ascii=False)}" for day in year["days"])
    head = json.dumps({**year, "days": []}, ensure_ascii=False, indent=2).removesuffix("[]\n}")
    return f"{head}[\n{days}\n  ]\n}}\n"


def main(folder: Path, out: Path, checked_on: str) -> None:
    """Write every year that is published."""
    for path in sorted(folder.glob("[0-9][0-9][0-9][0-9].json")):
        year = shipped(json.loads(path.read_text(encoding="utf-8")), checked_on=checked_on)
        if year["year"] >= _FIRST_YEAR and year["days"]:
            (out / path.name).write_text(written(year), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3])
