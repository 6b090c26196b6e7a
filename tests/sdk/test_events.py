from typing import ClassVar

import pytest

from wellkept_sdk.events import Event


class Anonymous(Event, frozen=True, kw_only=True):
    type: ClassVar[str] = "test.nothing.happened"


class TestEvent:
    def test_has_to_name_the_record_that_it_is_about(self) -> None:
        with pytest.raises(NotImplementedError):
            _ = Anonymous().subject
