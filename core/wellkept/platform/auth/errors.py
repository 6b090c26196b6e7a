"""How managing accounts and keys can fail."""

from wellkept_sdk.errors import Conflict


class LastAdmin(Conflict):
    """This is the last active admin; without one nobody could manage the deployment."""

    code = "users.user.last_admin"


class MalformedBootstrapKeyError(ValueError):
    """WELLKEPT_BOOTSTRAP_API_KEY must be wk_ followed by 64 hexadecimal digits."""
