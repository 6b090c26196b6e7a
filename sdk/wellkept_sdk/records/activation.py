"""Which plugins serve a record."""

from msgspec import Struct

from wellkept_sdk.ids import ActivationId


class Activation(Struct, frozen=True, kw_only=True):
    """
    The immutable set of plugins that serves a record.

    Args:
        id: None where no record is concerned, as in a job.
        hash: SHA-256 of plugins and terms in canonical form, in hexadecimal; empty without a record.
        plugins: the names of the active plugins, `core` not among them.
    """

    id: ActivationId | None
    hash: str
    plugins: frozenset[str]
