import pytest

from import_files import TICKETS, mapping_of
from wellkept.imports.rules.mapping import MAPPING_CHARACTERS_MAX, read_mapping
from wellkept.imports.rules.targets import Kind
from wellkept_sdk.errors import Invalid


def mistakes(text: str, *, kind: Kind | None = None, at: str = "") -> list[tuple[str, str]]:
    with pytest.raises(Invalid) as refused:
        read_mapping(text, kind=kind, at=at)
    return sorted((error.pointer, error.code) for error in refused.value.errors)


class TestMapping:
    def test_has_dotted_names_on_one_level(self) -> None:
        mapping = mapping_of()

        assert mapping.fields["metadata.group"] == "group"
        assert mapping.constants["resolution.cause"] == "Not recorded."

    def test_that_is_no_toml_is_refused(self) -> None:
        assert mistakes("kind = ") == [("", "imports.mapping.not_toml")]

    def test_that_is_endless_is_refused(self) -> None:
        assert mistakes("#" * (MAPPING_CHARACTERS_MAX + 1)) == [("", "too_long")]

    def test_reports_all_mistakes_of_its_shape_at_once(self) -> None:
        text = 'kind = "boats"\nsource = "id"\n[states.Open]\naction = "sleep"'

        assert mistakes(text, at="/mapping") == [
            ("/mapping/kind", "not_a_choice"),
            ("/mapping/source", "unknown_field"),
            ("/mapping/source_id", "required"),
            ("/mapping/states/Open/action", "not_a_choice"),
            ("/mapping/system", "required"),
        ]

    def test_for_another_kind_than_asked_for_is_refused(self) -> None:
        assert mistakes(TICKETS, kind=Kind.PROJECTS) == [("/kind", "not_a_choice")]

    @pytest.mark.parametrize("encoding", ["utf-16", "klingon"])
    def test_with_an_encoding_that_cannot_be_read_on_is_refused(self, encoding: str) -> None:
        assert mistakes(f'{TICKETS}\n[file]\nencoding = "{encoding}"') == [("/file/encoding", "not_a_choice")]

    @pytest.mark.parametrize("encoding", ["gb18030", "GBK", "latin-1", "utf8"])
    def test_with_an_encoding_by_any_of_its_names_is_read(self, encoding: str) -> None:
        assert mapping_of(f'{TICKETS}\n[file]\nencoding = "{encoding}"').file.encoding == encoding
