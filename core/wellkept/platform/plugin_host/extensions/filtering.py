"""Choosing records by what plugins keep of them: `?extensions.<plugin>.<name>=…` and `?include=…`."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime
from inspect import Parameter, Signature
from typing import Annotated, Any

from litestar.di import NamedDependency
from litestar.params import QueryParameter
from msgspec import Meta, Struct

from wellkept.platform.plugin_host.calling.answers import as_promised
from wellkept.platform.plugin_host.calling.conditions import fault_of
from wellkept.platform.plugin_host.current import host
from wellkept.platform.plugin_host.extensions.contribution import Contribution
from wellkept.platform.plugin_host.extensions.records import ExtensibleRecord
from wellkept_sdk.actor import Actor
from wellkept_sdk.db.clauses import TRUE, Clause, all_of
from wellkept_sdk.errors import Invalid, PermissionDenied, PluginFailed, Unavailable, invalid
from wellkept_sdk.extensions import ExtensionFilter
from wellkept_sdk.moment import Moment, as_utc
from wellkept_sdk.records.references import RecordName

INCLUDE = "include"
INCLUDE_LENGTH_MAX = 1_000
TEXT_LENGTH_MAX = 200

_Text = Annotated[str, Meta(min_length=1, max_length=TEXT_LENGTH_MAX)]
_Names = Annotated[str, Meta(min_length=1, max_length=INCLUDE_LENGTH_MAX)]


class Asked(Struct, frozen=True, kw_only=True, eq=False):
    """
    What a caller of a list asks of the plugins.

    Args:
        include: the plugins whose extensions the items shall have.
        where: the condition that all given filters make together.
        filters: the filters as they were given, which a cursor is bound to.
    """

    include: frozenset[str] = frozenset()
    where: Clause = TRUE
    filters: Mapping[str, object] = {}


NOTHING_ASKED = Asked()


def provider_of(
    record: ExtensibleRecord[Any], contributions: Sequence[Contribution]
) -> Callable[..., Awaitable[Asked]]:
    """Return a dependency whose parameters are the filters of these extensions; without any it has none."""
    filters = {
        f"{one.field}.{name}": (one, declared)
        for one in contributions
        for name, declared in one.extension.filters.items()
    }
    # A parameter's own name may be no identifier, so each has a neutral one beside it.
    neutral = {f"filter_{index}": name for index, name in enumerate(filters)}

    async def provide_extensions(**given: Any) -> Asked:  # noqa: ANN401 - the types are those of the plugins
        if not contributions:
            return NOTHING_ASKED
        actor: Actor = given["actor"]
        wanted = {name: given[key] for key, name in neutral.items() if given[key] is not None}
        conditions: list[Clause] = []
        for name, value in wanted.items():
            contribution, declared = filters[name]
            require_open(contribution, actor=actor)
            wanted[name] = _in_utc(value, name)
            condition = await _where(declared, wanted[name], plugin=contribution.plugin, record=record)
            conditions.append(active_where(record.name, contribution) & condition)
        return Asked(include=_included(given[INCLUDE], contributions), where=all_of(*conditions), filters=wanted)

    annotations: dict[str, Any] = {}
    if contributions:
        annotations["actor"] = NamedDependency[Actor]
        annotations[INCLUDE] = Annotated[_Names | None, _include_parameter(contributions)]
    for key, name in neutral.items():
        annotations[key] = _annotation(name, filters[name][1])
    provide_extensions.__annotations__ = {**annotations, "return": Asked}
    provide_extensions.__signature__ = Signature(  # pyright: ignore[reportFunctionMemberAccess] - what inspect reads
        [_parameter(name, annotation) for name, annotation in annotations.items()], return_annotation=Asked
    )
    return provide_extensions


def active_where(name: RecordName, contribution: Contribution) -> Clause:
    """Return the condition, over the record's table, that the plugin is active for the record."""
    if not contribution.by_contract:
        return TRUE
    # Filters and sorts of these plugins are refused at every other record, so it is a ticket.
    return host().resolver.tickets_with(contribution.plugin, f"{name}.id")


def require_open(contribution: Contribution, *, actor: Actor) -> None:
    """
    Check that the caller may know what a plugin keeps.

    Raises:
        PermissionDenied: they may not.
    """
    if not contribution.is_open_to(actor):
        raise PermissionDenied(detail=f"The caller may not see the extension of {contribution.plugin}.")


async def _where(declared: ExtensionFilter, value: object, *, plugin: str, record: ExtensibleRecord[Any]) -> Clause:
    """Return what a filter says of a value; whatever it raises beside a refusal is the plugin's failure."""
    try:
        condition = as_promised(declared.where(value), (Clause,))
        fault = await fault_of(condition, table=record.table)
    except (Invalid, Unavailable):
        raise
    except (Exception, SystemExit) as error:
        raise _failed(plugin, record) from error
    if fault is not None:
        raise _failed(plugin, record) from fault
    return condition


def _failed(plugin: str, record: ExtensibleRecord[Any]) -> PluginFailed:
    detail, hook = f"The plugin {plugin} has failed.", f"{record.name}_extension_filter"
    return PluginFailed(detail=detail, plugin=plugin, hook=hook)


def _included(line: str | None, contributions: Sequence[Contribution]) -> frozenset[str]:
    if line is None:
        return frozenset()
    choices = [one.plugin for one in contributions]
    names = frozenset(line.split(","))
    if not names <= set(choices):
        raise invalid(f"query/{INCLUDE}", "not_a_choice", f"Must be of {', '.join(choices)}, separated by commas.")
    return names


def _include_parameter(contributions: Sequence[Contribution]) -> Any:  # noqa: ANN401 - Litestar names no type for it
    choices = "|".join(one.plugin for one in contributions)
    # Only said, not checked: a name that is none of them is told apart from one that is written badly.
    return QueryParameter(
        description="The plugins whose extensions the items shall have, separated by commas.",
        schema_extra={"pattern": f"^({choices})(,({choices}))*$"},
    )


def _annotation(name: str, declared: ExtensionFilter) -> Any:  # noqa: ANN401 - a type of the plugin's
    kind = _KINDS.get(declared.type, declared.type)
    return Annotated[kind | None, QueryParameter(name=name, description=declared.description)]


def _parameter(name: str, annotation: object) -> Parameter:
    default = Parameter.empty if name == "actor" else None
    return Parameter(name, Parameter.KEYWORD_ONLY, default=default, annotation=annotation)


def _in_utc(value: Any, name: str) -> Any:  # noqa: ANN401 - of the filter's type
    return as_utc(value, pointer=f"query/{name}") if isinstance(value, datetime) else value


#: Types that a query reads with the limits that all of ours have.
_KINDS: dict[object, Any] = {str: _Text, datetime: Moment}
