"""Time: one module reads the clock, so that every other can be told what time it is."""

import ast
from pathlib import Path

ID_MAKERS = {"ids.py"}  # the time inside an id orders rows; nothing is decided by it
READS = {("datetime", "now"), ("datetime", "utcnow"), ("datetime", "today"), ("date", "today"), ("time", "time")}
READS_OF_IDS = {("time", "time_ns")}


class TestClock:
    def test_is_read_in_one_module_only(self, root: Path, sources: list[Path]) -> None:
        readers = [path for path in sources if clock_reads(path) & READS]

        assert [path.relative_to(root) for path in readers] == [Path("sdk/wellkept_sdk/now.py")]

    def test_gives_nanoseconds_to_ids_only(self, sources: list[Path]) -> None:
        readers = [path for path in sources if clock_reads(path) & READS_OF_IDS]

        assert {path.name for path in readers} <= ID_MAKERS

    def test_of_the_database_is_never_asked(self, sources: list[Path]) -> None:
        asking = [path for path in sources if "CURRENT_TIMESTAMP" in path.read_text(encoding="utf-8").upper()]

        assert asking == []


def clock_reads(path: Path) -> set[tuple[str, str]]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    calls = [node.func for node in ast.walk(tree) if isinstance(node, ast.Call)]
    attributes = [call for call in calls if isinstance(call, ast.Attribute)]
    return {(last_name(attribute.value), attribute.attr) for attribute in attributes}


def last_name(node: ast.expr) -> str:
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""
