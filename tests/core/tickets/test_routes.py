"""The HTTP face of one ticket."""

from api import Api


class TestHead:
    async def test_equals_get_without_a_body(self, admin: Api) -> None:
        ticket = await admin.ticket()
        path = f"/v1/tickets/{ticket['id']}"

        got, head = await admin.get(path), await admin.http.head(path)
        unchanged = await admin.get(path, headers={"If-None-Match": got.headers["etag"]})

        assert (head.status_code, head.content) == (200, b"")
        assert head.headers["etag"] == got.headers["etag"]
        assert head.headers["content-length"] == got.headers["content-length"]
        assert (unchanged.status_code, unchanged.content) == (304, b"")
