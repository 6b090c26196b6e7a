"""Files: their size, their names, and the test that stands beside each."""

import re
from pathlib import Path

SOURCE_LINES_MAX = 250
TEST_LINES_MAX = 400
BYTES_MAX = 500_000
FORBIDDEN = {"utils", "util", "helpers", "helper", "common", "misc", "base", "manager", "managers"}
MIRRORED = {"service", "queries", "rules"}


class TestFile:
    def test_of_source_fits_its_ceiling(self, sources: list[Path]) -> None:
        too_long = [path for path in sources if not is_migration(path) and lines(path) > SOURCE_LINES_MAX]

        assert too_long == []

    def test_of_tests_fits_its_ceiling(self, test_files: list[Path]) -> None:
        assert [path for path in test_files if lines(path) > TEST_LINES_MAX] == []

    def test_has_a_name_that_says_what_is_inside(self, sources: list[Path], test_files: list[Path]) -> None:
        paths = [*sources, *test_files]

        assert [path for path in paths if FORBIDDEN & {*path.parent.parts[-3:], path.stem}] == []

    def test_is_not_the_second_of_its_name(self, sources: list[Path]) -> None:
        numbered = [path for path in sources if re.search(r"[a-z]\d+$", path.stem) and not is_migration(path)]

        assert [path for path in numbered if (path.parent / f"{path.stem.rstrip('0123456789')}.py").exists()] == []

    def test_ends_with_one_line_break(self, texts: list[Path]) -> None:
        written = [path for path in texts if path.suffix in {".py", ".md", ".toml", ".txt", ".yaml"}]

        assert [path for path in written if path.stat().st_size and not re.search(r"[^\n]\n\Z", text(path))] == []

    def test_is_not_large(self, texts: list[Path]) -> None:
        assert [path for path in texts if path.stat().st_size > BYTES_MAX] == []


class TestImportableName:
    def test_starts_with_wellkept(self, root: Path) -> None:
        folders = [root / "core", root / "sdk", *(root / "plugins").glob("*/")]
        names = [entry.name for folder in folders for entry in folder.iterdir() if is_importable(entry)]

        assert names
        assert [name for name in names if not name.startswith("wellkept")] == []

    def test_is_typed_for_others(self, root: Path) -> None:
        packages = [*(root / "core").glob("wellkept*/"), *(root / "sdk").glob("wellkept*/")]

        assert [package for package in packages if not (package / "py.typed").is_file()] == []


class TestVerbsQuestionsAndRules:
    def test_have_a_mirror_test(self, root: Path, sources: list[Path]) -> None:
        mirrored = [path for path in sources if is_mirrored(path)]

        assert [path.relative_to(root) for path in mirrored if not has_mirror(root, path)] == []


def lines(path: Path) -> int:
    return len(text(path).splitlines())


def text(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def is_migration(path: Path) -> bool:
    return any(part.startswith("migrations") for part in path.parent.parts)


def is_importable(entry: Path) -> bool:
    return entry.suffix == ".py" or (entry.is_dir() and entry.name.isidentifier() and entry.name != "__pycache__")


def is_mirrored(path: Path) -> bool:
    """True for what a domain does, asks or decides; a module without functions only gives names to things."""
    return bool(MIRRORED & {path.stem, path.parent.name}) and "def " in text(path)


def has_mirror(root: Path, path: Path) -> bool:
    """
    True if `core/wellkept/tickets/rules/guards.py` is tested by a file or folder of the same name.

    That is `tests/core/tickets/rules/test_guards.py`, `…/tickets/test_guards.py` or, one for the whole folder,
    `…/tickets/test_rules.py`; a long one may be split: `test_guards_of_time.py`, or a folder `guards`. The tests of a
    plugin stand in `tests/plugins/<plugin>`.
    """
    parts = path.relative_to(root).parent.parts
    folder = root.joinpath("tests", *(part for part in parts if not part.startswith("wellkept")))
    places = [(folder, path.stem)]
    if path.parent.name in MIRRORED:
        places += [(folder.parent, path.stem), (folder.parent, path.parent.name)]
    return any(is_tested(place, name) for place, name in places)


def is_tested(folder: Path, name: str) -> bool:
    if (folder / name).is_dir() and name not in MIRRORED:
        return True
    return (folder / f"test_{name}.py").is_file() or any(folder.glob(f"test_{name}_*.py"))
