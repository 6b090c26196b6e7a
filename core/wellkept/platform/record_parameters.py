"""The query parameters that lists of records with a code share."""

from datetime import datetime
from typing import Annotated

from litestar.params import QueryParameter

from wellkept.platform.record_sorts import RECORD_SORT_DEFAULT, RecordSort
from wellkept_sdk.moment import Moment, as_utc
from wellkept_sdk.text import Name

Exactly = Annotated[Name | None, QueryParameter(description="Exactly this text.")]
PartOfText = Annotated[
    Name | None, QueryParameter(description="A part of code or name; capitals of A to Z make no difference.")
]
ChangedSince = Annotated[Moment | None, QueryParameter(description="Changed at or after this moment.")]
SORTED_BY = QueryParameter(description=f"The order, by default `{RECORD_SORT_DEFAULT}`; `-` is descending.")
SortedBy = Annotated[RecordSort | None, SORTED_BY]


def in_utc(updated_since: datetime | None) -> datetime | None:
    """
    Return the moment of `ChangedSince` in UTC.

    Raises:
        Invalid: in UTC the moment lies outside the years 1 to 9999.
    """
    return updated_since and as_utc(updated_since, pointer="query/updated_since")
