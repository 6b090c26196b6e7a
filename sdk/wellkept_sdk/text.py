"""Text with bounds, as schemas use it; NUL and lone surrogates are refused for every string at the edge."""

from typing import Annotated

from msgspec import Meta

# Ends with \Z because Python's $ lets a line break follow; the OpenAPI document says $, which elsewhere does not.
CODE_PATTERN = r"^[A-Za-z0-9][A-Za-z0-9._/-]{0,63}\Z"
# No \s, which is not the same characters in Python as in JSON Schema.
EMAIL_PATTERN = r"^[^@\x00-\x20\x7f]+@[^@\x00-\x20\x7f]+\Z"
NAME_LENGTH_MAX = 200
LONG_TEXT_LENGTH_MAX = 20_000
EMAIL_LENGTH_MAX = 254
PHONE_LENGTH_MAX = 40

Code = Annotated[str, Meta(pattern=CODE_PATTERN, description="A company's own code.", examples=["PLC-7"])]
Name = Annotated[str, Meta(min_length=1, max_length=NAME_LENGTH_MAX)]
ShortText = Annotated[str, Meta(max_length=NAME_LENGTH_MAX)]
LongText = Annotated[str, Meta(max_length=LONG_TEXT_LENGTH_MAX)]
RequiredText = Annotated[str, Meta(min_length=1, max_length=LONG_TEXT_LENGTH_MAX)]
Email = Annotated[
    str,
    Meta(min_length=3, max_length=EMAIL_LENGTH_MAX, pattern=EMAIL_PATTERN, examples=["li@example.com"]),
]
Phone = Annotated[str, Meta(min_length=1, max_length=PHONE_LENGTH_MAX, examples=["+86 21 5555 0100"])]
