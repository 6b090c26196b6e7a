"""What is kept of the name and type that a sender gives a file."""

import pytest

from wellkept.tickets.rules.files import safe_media_type, safe_name


class TestSafeName:
    @pytest.mark.parametrize(
        ("given", "kept"),
        [
            ("photo.jpg", "photo.jpg"),
            ("泵 3号.png", "泵 3号.png"),
            ("../../etc/passwd", "passwd"),
            ("C:\\Users\\li\\photo.jpg", "photo.jpg"),
            ("a\r\nSet-Cookie: b.txt", "aSet-Cookie: b.txt"),
            ("gpj.\u202eexe.jpg", "gpj.exe.jpg"),
            (" .hidden. ", "hidden"),
            ("..", "unnamed"),
            ("folder/", "unnamed"),
            ("", "unnamed"),
        ],
    )
    def test_is_the_last_part_without_what_cannot_be_seen(self, given: str, kept: str) -> None:
        assert safe_name(given) == kept

    @pytest.mark.parametrize(
        ("given", "kept"),
        [
            ("x" * 300 + ".jpeg", "x" * 195 + ".jpeg"),
            ("x" * 300, "x" * 200),
            ("a." + "x" * 300, "a." + "x" * 198),
        ],
    )
    def test_is_cut_to_two_hundred_characters_with_its_ending(self, given: str, kept: str) -> None:
        assert safe_name(given) == kept


class TestSafeMediaType:
    @pytest.mark.parametrize(
        ("given", "kept"),
        [
            ("image/png", "image/png"),
            ("Text/HTML; charset=utf-8", "text/html"),
            ("application/vnd.ms-excel", "application/vnd.ms-excel"),
            ("", "application/octet-stream"),
            ("image", "application/octet-stream"),
            ("image/png\r\nX-Evil: 1", "application/octet-stream"),
        ],
    )
    def test_is_what_was_sent_if_it_is_well_formed(self, given: str, kept: str) -> None:
        assert safe_media_type(given) == kept
