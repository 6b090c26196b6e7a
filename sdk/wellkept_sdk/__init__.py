"""
What a Wellkept plugin may import, and nothing else of ours.

The names of every day are here; `hooks`, `db`, `http`, `records`, `events`, `services` and `testing` hold the rest.
"""

from wellkept_sdk.background import DueTimer, Job, TimerKind
from wellkept_sdk.contributions import Command, Label, PluginPermission
from wellkept_sdk.ctx import Ctx, Reply
from wellkept_sdk.extensions import Extension, ExtensionFilter, ExtensionSort
from wellkept_sdk.manifest import API_VERSION, ActivationLevel, FailurePolicy, Manifest
from wellkept_sdk.plugin import Plugin
from wellkept_sdk.providing import provide
from wellkept_sdk.reactions import subscribe
from wellkept_sdk.records.references import RecordName, RecordRef
from wellkept_sdk.services import ServiceKey
from wellkept_sdk.terms import Terms

__all__ = [
    "API_VERSION",
    "ActivationLevel",
    "Command",
    "Ctx",
    "DueTimer",
    "Extension",
    "ExtensionFilter",
    "ExtensionSort",
    "FailurePolicy",
    "Job",
    "Label",
    "Manifest",
    "Plugin",
    "PluginPermission",
    "RecordName",
    "RecordRef",
    "Reply",
    "ServiceKey",
    "Terms",
    "TimerKind",
    "provide",
    "subscribe",
]
