from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

import pytest
from msgspec import Struct

from wellkept.platform.plugin_host.extensions.contribution import Contribution
from wellkept_sdk.actor import Actor, ActorKind, Role
from wellkept_sdk.ctx import Ctx
from wellkept_sdk.extensions import Extension
from wellkept_sdk.records.references import RecordName

NOBODY: frozenset[Role] = frozenset()
NO_CALL: Any = None


class Note(Struct):
    text: str


async def load(_ctx: Ctx, _ids: Sequence[UUID]) -> Mapping[UUID, Note]:
    return {}


def contribution(*, shown_outside: bool, hidden_from: frozenset[Role] = NOBODY) -> Contribution:
    extension = Extension[Note, Any](
        record=RecordName.TICKET, read=Note, load=load, shown_outside=shown_outside, hidden_from=hidden_from
    )
    return Contribution(
        plugin="notes", extension=extension, patch=None, by_contract=False, loading=NO_CALL, storing=NO_CALL
    )


def actor(role: Role) -> Actor:
    return Actor(kind=ActorKind.USER, id=None, name="somebody", role=role, permissions=frozenset())


class TestContribution:
    @pytest.mark.parametrize(
        ("role", "inside", "outside", "but_partners"),
        [
            (Role.VIEWER, True, True, True),
            (Role.CUSTOMER, False, True, True),
            (Role.PARTNER, False, True, False),
        ],
    )
    def test_is_open_to_those_for_whom_it_is_meant(
        self,
        role: Role,
        inside: bool,  # noqa: FBT001 - a parameter of the test, like the next two
        outside: bool,  # noqa: FBT001
        but_partners: bool,  # noqa: FBT001
    ) -> None:
        partners = frozenset({Role.PARTNER})

        assert contribution(shown_outside=False).is_open_to(actor(role)) is inside
        assert contribution(shown_outside=True).is_open_to(actor(role)) is outside
        assert contribution(shown_outside=True, hidden_from=partners).is_open_to(actor(role)) is but_partners
