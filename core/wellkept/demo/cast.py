"""Who acts in the demo: the accounts and the actors they become."""

from collections.abc import Sequence
from random import Random
from uuid import UUID, uuid5

from msgspec import Struct

from wellkept.demo.catalogue import Language, PersonSheet
from wellkept.platform.access.roles import effective
from wellkept.platform.auth.schemas import UserCreate
from wellkept.platform.auth.service.users import create_user
from wellkept.platform.storage.unit_of_work import unit_of_work
from wellkept_sdk.actor import SYSTEM, Actor, ActorKind, Role
from wellkept_sdk.ids import CustomerId, PartyId

#: Parties are opaque to core, so the partner's is simply the same in every demo; a plugin may make it later.
PARTNERS_PARTY = PartyId(uuid5(UUID("6ba7b811-9dad-11d1-80b4-00c04fd430c8"), "https://pumara.example/party"))


class Member(Struct, frozen=True, kw_only=True):
    """One of the cast."""

    actor: Actor
    language: Language


class Cast(Struct, frozen=True, kw_only=True):
    """Everybody who acts."""

    members: list[Member]

    def one(self, role: Role, *, language: Language, rng: Random) -> Actor:
        """Return somebody of this role who speaks the language."""
        return rng.choice(self.all(role, language=language))

    def all(self, role: Role, *, language: Language) -> list[Actor]:
        """Return everybody of this role who speaks the language, in a fixed order."""
        return [member.actor for member in self.members if member.actor.role is role and member.language is language]

    def only(self, role: Role) -> Actor:
        """Return the one actor of a role that the demo has once."""
        [actor] = [member.actor for member in self.members if member.actor.role is role]
        return actor

    def of_customer(self, customer_id: CustomerId) -> Actor | None:
        """Return who acts for this customer with an account of its own, if anybody does."""
        return next((member.actor for member in self.members if customer_id in member.actor.customer_ids), None)


async def make_cast(people: Sequence[PersonSheet], *, customer_ids: dict[str, CustomerId]) -> Cast:
    """Make the accounts."""
    async with unit_of_work():
        members = [
            Member(actor=await _make(person, customer_ids=customer_ids), language=person.language) for person in people
        ]
    return Cast(members=members)


async def _make(person: PersonSheet, *, customer_ids: dict[str, CustomerId]) -> Actor:
    bound_to = [customer_ids[code] for code in person.customers]
    draft = UserCreate(
        email=person.email,
        name=person.name,
        role=person.role,
        party_id=PARTNERS_PARTY if person.role is Role.PARTNER else None,
        customer_ids=list(bound_to),
    )
    user = await create_user(draft, actor=SYSTEM)
    return Actor(
        kind=ActorKind.USER,
        id=user.id,
        name=user.name,
        role=user.role,
        permissions=effective(user.role, scopes=None),
        customer_ids=tuple(user.customer_ids),
        party_id=user.party_id,
    )
