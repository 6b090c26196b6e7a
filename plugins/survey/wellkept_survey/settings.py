"""What the deployment decides."""

from typing import Annotated

from msgspec import Meta, Struct

PublicUrl = Annotated[
    str,
    Meta(
        max_length=500,
        pattern=r"^https?://[^\x00-\x20\x7f?#]+\Z",
        examples=["https://service.example.com"],
    ),
]


class SurveySettings(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """
    Where links lead, how often they may be used, and which language everybody is sure to find.

    Args:
        locale: the language that the words of every template have.
        public_url: what every link begins with; without it the origin of the request that makes the link, and of
            links that no request makes the path alone.
        rate_per_minute: public calls of one address per minute and process; 0 means no limit.
    """

    locale: Annotated[str, Meta(pattern=r"^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*\Z", max_length=35)] = "zh-CN"
    public_url: PublicUrl | None = None
    rate_per_minute: Annotated[int, Meta(ge=0, le=1_000_000)] = 600
