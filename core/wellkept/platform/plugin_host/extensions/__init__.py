"""Typed fields that plugins add to records: composed at start, loaded for whole pages, stored with the change."""

from wellkept.platform.plugin_host.extensions.composition import Composition, compose, composition
from wellkept.platform.plugin_host.extensions.filtering import NOTHING_ASKED, Asked
from wellkept.platform.plugin_host.extensions.reading import included, of_record
from wellkept.platform.plugin_host.extensions.records import ExtensibleRecord, register
from wellkept.platform.plugin_host.extensions.sorting import sortable
from wellkept.platform.plugin_host.extensions.writing import Pending, prepare, store

__all__ = [
    "NOTHING_ASKED",
    "Asked",
    "Composition",
    "ExtensibleRecord",
    "Pending",
    "compose",
    "composition",
    "included",
    "of_record",
    "prepare",
    "register",
    "sortable",
    "store",
]
