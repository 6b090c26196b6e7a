"""Whether the wind lets people work outdoors."""

from datetime import datetime, timedelta
from uuid import UUID

from weather_hold import queries
from weather_hold.errors import TooWindy
from weather_hold.rules.wind import Wind, forbids_work
from weather_hold.schemas import WeatherHoldReadingRead, WeatherHoldTicketWeather
from weather_hold.settings import WeatherHoldSettings
from weather_hold.terms import WeatherHoldTerms
from wellkept_sdk import Ctx
from wellkept_sdk.errors import NotFound
from wellkept_sdk.hooks import Veto
from wellkept_sdk.hooks.tickets import TicketTransitioning
from wellkept_sdk.ids import ProjectId, TicketId
from wellkept_sdk.records.tickets import Action

_WORK_BEGINS = frozenset({Action.START, Action.RESUME})


class Weather:
    """What other plugins get under the key `WEATHER`, for their record and transaction."""

    def __init__(self, ctx: Ctx) -> None:
        """Answer from the provider's context."""
        self._ctx = ctx

    async def is_work_possible(self, project_id: ProjectId) -> bool | None:
        """Return whether the wind lets people work outdoors; None where nobody has measured it lately."""
        latest = await queries.latest_wind(self._ctx, project_id, at=self._ctx.at)
        limit_mps = self._ctx.terms(WeatherHoldTerms).wind_max_mps
        return _is_possible(self._ctx, latest, limit_mps=limit_mps, at=self._ctx.at)


async def veto(ctx: Ctx, event: TicketTransitioning) -> Veto | None:
    """Return the veto of an action that begins work outdoors while the wind is too strong."""
    if event.action not in _WORK_BEGINS:
        return None
    work = await queries.work_of(ctx, event.ticket.id)
    if work is None or not work.outdoor:
        return None
    # An offline app tells later what was done before: the wind of that moment counts.
    latest = await queries.latest_wind(ctx, event.ticket.project_id, at=event.occurred_at)
    if latest is None or _is_possible(ctx, latest, limit_mps=work.wind_max_mps, at=event.occurred_at) is not False:
        return None
    strongest = max(latest.wind_dmps, latest.gust_dmps) / 10
    return Veto(code=TooWindy.code, message=f"{strongest} m/s at the site, and the limit is {work.wind_max_mps} m/s.")


async def ticket_weather(ctx: Ctx, ticket_id: UUID) -> WeatherHoldTicketWeather:
    """
    Return what the weather means for the work of a ticket now.

    Raises:
        NotFound: nothing is known of its work.
    """
    work = await queries.work_of(ctx, ticket_id)
    if work is None:
        raise NotFound
    ticket = await ctx.tickets.get(TicketId(ticket_id))
    latest = await queries.latest_wind(ctx, ticket.project_id, at=ctx.at)
    return WeatherHoldTicketWeather(
        outdoor=work.outdoor,
        wind_max_mps=work.wind_max_mps,
        calm_minutes=ctx.terms(WeatherHoldTerms).calm_minutes,
        latest=latest and WeatherHoldReadingRead.of(latest),
        work_possible=_is_possible(ctx, latest, limit_mps=work.wind_max_mps, at=ctx.at),
    )


def _is_possible(ctx: Ctx, latest: Wind | None, *, limit_mps: int, at: datetime) -> bool | None:
    valid = timedelta(minutes=ctx.settings(WeatherHoldSettings).reading_minutes_valid)
    is_forbidden = forbids_work(latest, limit_mps=limit_mps, at=at, valid=valid)
    return None if is_forbidden is None else not is_forbidden
