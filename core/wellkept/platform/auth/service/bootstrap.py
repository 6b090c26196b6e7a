"""The first start: the account `admin` and its key."""

from wellkept.platform.auth.errors import MalformedBootstrapKeyError
from wellkept.platform.auth.schemas import ApiKeyCreate, UserCreate
from wellkept.platform.auth.service.keys import create_key
from wellkept.platform.auth.service.users import create_user
from wellkept.platform.auth.tokens import is_key
from wellkept.platform.storage.engines import database
from wellkept.platform.storage.unit_of_work import transaction
from wellkept_sdk.actor import SYSTEM, Role
from wellkept_sdk.db.database import Dialect

ADMIN_EMAIL = "admin@localhost"
ADMIN_NAME = "admin"
#: Any number that no other advisory lock of ours uses.
LOCK_NUMBER = 7_310_001

_ANY_ADMIN_KEY = """
    SELECT api_key.id FROM api_key JOIN user_account ON user_account.id = api_key.user_id
    WHERE user_account.role = 'admin' LIMIT 1
"""


async def bootstrap(*, configured_key: str | None) -> str | None:
    """
    Make the account `admin` with a key, unless an admin has had a key before; return a key that nobody has seen yet.

    A key that the deployment prescribes is used and not returned.

    Raises:
        MalformedBootstrapKeyError: the prescribed key does not look like one.
    """
    if configured_key is not None and not is_key(configured_key):
        raise MalformedBootstrapKeyError(MalformedBootstrapKeyError.__doc__)
    async with transaction():
        await _wait_for_other_replicas()
        if await database().fetch_one(_ANY_ADMIN_KEY) is not None:
            return None
        admin = await create_user(UserCreate(email=ADMIN_EMAIL, name=ADMIN_NAME, role=Role.ADMIN), actor=SYSTEM)
        draft = ApiKeyCreate(user_id=admin.id, name="bootstrap")
        created = await create_key(draft, actor=SYSTEM, secret=configured_key)
        return created.key if configured_key is None else None


async def _wait_for_other_replicas() -> None:
    """Let one replica at a time look whether there is a key; SQLite's transaction is exclusive already."""
    if database().dialect is Dialect.POSTGRES:
        await database().fetch("SELECT pg_advisory_xact_lock(?)", LOCK_NUMBER)
