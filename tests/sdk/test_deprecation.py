import re
import warnings
from pathlib import Path

import pytest

from wellkept_sdk.deprecation import WellkeptDeprecation, report_usage


class TestReportUsage:
    def test_names_plugin_version_replacement_and_removal(self) -> None:
        said = "sla 1.2.0 uses TicketHooks.ticket_saved, which API 1.4 no longer has. Use ticket_opened instead."

        with pytest.warns(WellkeptDeprecation, match=f"^{re.escape(said)}$"):
            report_usage(
                "TicketHooks.ticket_saved", plugin="sla", version="1.2.0", replacement="ticket_opened", removal="1.4"
            )

    def test_names_the_place_of_the_usage(self) -> None:
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            report_usage("Ctx.at", plugin="sla", version="1.2.0", replacement="Ctx.begun_at", removal="1.4")

        assert [Path(warning.filename).name for warning in caught] == ["test_deprecation.py"]
