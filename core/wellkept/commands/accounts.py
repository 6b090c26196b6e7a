"""Accounts and their keys."""

from datetime import timedelta
from typing import TypeVar
from uuid import UUID

import click
import msgspec
from rich.table import Column, Table

from wellkept.commands.deployment import EXIT_FAILED, Deployment, command_on_database, print_table
from wellkept.platform.auth import queries
from wellkept.platform.auth.queries import ApiKeyFilters, UserFilters
from wellkept.platform.auth.schemas import ApiKeyCreate, UserCreate, UserPatch
from wellkept.platform.auth.service.keys import create_key, revoke_key
from wellkept.platform.auth.service.users import create_user, update_user
from wellkept_sdk.actor import SYSTEM, Role
from wellkept_sdk.http.paging import PAGE_SIZE_MAX, PageRequest
from wellkept_sdk.now import now

_T = TypeVar("_T")
_PAGE = PageRequest(limit=PAGE_SIZE_MAX)


@click.group()
def keys() -> None:
    """Make, list and revoke API keys."""


@keys.command(name="create")
@click.argument("email")
@click.option("--name", default="made on the command line", show_default=True, help="What the key is for.")
@click.option("--days", type=click.IntRange(min=1), help="How long it is in force; without it, until it is revoked.")
@click.option("--scope", "scopes", multiple=True, help="A permission such as tickets:read; may be given several times.")
@command_on_database
async def create_key_command(_: Deployment, *, email: str, name: str, days: int | None, scopes: tuple[str, ...]) -> int:
    """Make a key for the account with this e-mail address and print it: it is shown this once."""
    user_id = await _user_id(email)
    if user_id is None:
        return EXIT_FAILED
    expires_at = None if days is None else now() + timedelta(days=days)
    draft = _checked(ApiKeyCreate, user_id=user_id, name=name, expires_at=expires_at, scopes=list(scopes) or None)
    click.echo((await create_key(draft, actor=SYSTEM)).key)
    return 0


@keys.command(name="list")
@click.option("--email", help="Only the keys of this account.")
@command_on_database
async def list_keys(_: Deployment, *, email: str | None) -> int:
    """List keys, newest first, without their secrets."""
    user_id = None if email is None else await _user_id(email)
    if email is not None and user_id is None:
        return EXIT_FAILED
    page = await queries.api_key_page(_PAGE, filters=ApiKeyFilters(user_id=user_id), sort="-created_at")
    table = _table("prefix", "name", "user", "expires", "revoked", "last used")
    for key in page.items:
        moments = (key.expires_at, key.revoked_at, key.last_used_at)
        table.add_row(str(key.id), key.prefix, key.name, str(key.user_id), *(str(at or "") for at in moments))
    print_table(table)
    return 0


@keys.command(name="revoke")
@click.argument("key_id", type=click.UUID)
@command_on_database
async def revoke_key_command(_: Deployment, *, key_id: UUID) -> int:
    """Revoke a key by its id: from now on it opens nothing."""
    await revoke_key(key_id, actor=SYSTEM)
    click.echo("Revoked.")
    return 0


@click.group()
def users() -> None:
    """Make, list and deactivate accounts."""


@users.command(name="create")
@click.argument("email")
@click.option("--name", required=True, help="How people call the account.")
@click.option("--role", type=click.Choice([str(role) for role in Role]), required=True)
@click.option(
    "--customer", "customer_ids", type=click.UUID, multiple=True, help="For role customer: whose rows it sees."
)
@click.option("--party", "party_id", type=click.UUID, help="For role partner: the party it belongs to.")
@command_on_database
async def create_user_command(
    _: Deployment, *, email: str, name: str, role: str, customer_ids: tuple[UUID, ...], party_id: UUID | None
) -> int:
    """Make an account and print its id; `wellkept keys create EMAIL` makes its key."""
    draft = _checked(UserCreate, email=email, name=name, role=role, customer_ids=list(customer_ids), party_id=party_id)
    click.echo(str((await create_user(draft, actor=SYSTEM)).id))
    return 0


@users.command(name="list")
@click.option("--role", type=click.Choice([str(role) for role in Role]), help="Only accounts of this role.")
@command_on_database
async def list_users(_: Deployment, *, role: str | None) -> int:
    """List accounts."""
    filters = UserFilters(role=None if role is None else Role(role))
    table = _table("email", "name", "role", "active")
    for user in (await queries.user_page(_PAGE, filters=filters, sort=None)).items:
        table.add_row(str(user.id), user.email, user.name, user.role, "yes" if user.active else "no")
    print_table(table)
    return 0


@users.command(name="deactivate")
@click.argument("email")
@command_on_database
async def deactivate_user(_: Deployment, *, email: str) -> int:
    """Deactivate an account: its keys and tokens open nothing from now on."""
    user_id = await _user_id(email)
    if user_id is None:
        return EXIT_FAILED
    await update_user(user_id, patch=UserPatch(active=False), actor=SYSTEM)
    click.echo("Deactivated.")
    return 0


def _table(*headers: str) -> Table:
    """Return an empty table whose first column is an id, which stays in one piece so that it can be copied."""
    return Table(Column("id", no_wrap=True), *headers)


def _checked(schema: type[_T], **values: object) -> _T:
    """Return the record that the API would take, or end the command as a mistake in its use."""
    try:
        return msgspec.convert(values, schema)
    except msgspec.ValidationError as mistake:
        raise click.UsageError(f"{mistake}.") from mistake


async def _user_id(email: str) -> UUID | None:
    page = await queries.user_page(PageRequest(limit=1), filters=UserFilters(email=email), sort=None)
    if not page.items:
        click.echo(f"There is no account with the address {email}; `wellkept users list` shows all.", err=True)
        return None
    return page.items[0].id


COMMANDS = (keys, users)
