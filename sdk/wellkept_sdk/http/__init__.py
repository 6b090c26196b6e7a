"""The names of Litestar that a plugin may use, and what routes say about themselves."""

from litestar import MediaType, Request, Response, delete, get, patch, post, put
from litestar.datastructures import UploadFile
from litestar.di import NamedDependency, Provide
from litestar.enums import RequestEncodingType
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import Body, FromPath, FromQuery, JSONBody, QueryParameter
from litestar.response import Stream

from wellkept_sdk.http.access import anonymous, needs, require_staff, signed_in
from wellkept_sdk.http.documentation import documents
from wellkept_sdk.http.mount import Mount, MountPoint
from wellkept_sdk.http.paging import Page, PageRequest
from wellkept_sdk.http.preconditions import IfMatch, tagged

__all__ = [
    "Body",
    "FromPath",
    "FromQuery",
    "IfMatch",
    "JSONBody",
    "MediaType",
    "Mount",
    "MountPoint",
    "NamedDependency",
    "Page",
    "PageRequest",
    "Provide",
    "QueryParameter",
    "Request",
    "RequestEncodingType",
    "Response",
    "ResponseSpec",
    "Stream",
    "UploadFile",
    "anonymous",
    "delete",
    "documents",
    "get",
    "needs",
    "patch",
    "post",
    "put",
    "require_staff",
    "signed_in",
    "tagged",
]
