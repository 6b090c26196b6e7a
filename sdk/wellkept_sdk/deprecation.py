"""Saying in time that something of the SDK will go: to whom, what stands in for it, and when."""

import warnings


class WellkeptDeprecation(DeprecationWarning):
    """Something of the SDK that a plugin uses will be removed."""


def report_usage(what: str, *, plugin: str, version: str, replacement: str, removal: str, stacklevel: int = 1) -> None:
    """
    Warn that a plugin uses something that will be removed.

    Args:
        what: the hook, name or argument that is used.
        plugin: the name of the plugin that uses it.
        version: the plugin's.
        replacement: what to use instead.
        removal: the API version that no longer has it.
        stacklevel: how many callers to go back for the file and line; 1 names the caller of this function.
    """
    message = f"{plugin} {version} uses {what}, which API {removal} no longer has. Use {replacement} instead."
    warnings.warn(message, WellkeptDeprecation, stacklevel=stacklevel + 1)
