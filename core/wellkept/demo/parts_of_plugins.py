"""What plugins add to the demo once the stories are told: each deed at its own moment, through the plugin's verbs."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from msgspec.structs import replace

from wellkept.demo.cast import PARTNERS_PARTY, Cast
from wellkept.demo.catalogue import Language
from wellkept.demo.story import Story
from wellkept.demo.telling import Teller
from wellkept.platform.plugin_host.calling.calls import context_of
from wellkept.platform.plugin_host.current import host
from wellkept.platform.plugin_host.occasion import Occasion
from wellkept.platform.storage.unit_of_work import unit_of_work
from wellkept_sdk.actor import SYSTEM, Role
from wellkept_sdk.demo import DemoDeed, DemoScene, DemoTicket
from wellkept_sdk.ids import ProjectId
from wellkept_sdk.now import retelling
from wellkept_sdk.records.references import RecordName


def scene_of(
    told: Sequence[Story], *, teller: Teller, cast: Cast, project_ids: Mapping[str, ProjectId], at: datetime
) -> DemoScene:
    """Return what the demo has; those who act in the plugins' parts are the first of their role."""
    codes = {project_id: code for code, project_id in project_ids.items()}
    return DemoScene(
        at=at,
        dispatcher=cast.all(Role.DISPATCHER, language=Language.ZH)[0],
        engineer=cast.all(Role.ENGINEER, language=Language.ZH)[0],
        party_id=PARTNERS_PARTY,
        project_ids=project_ids,
        tickets=[
            DemoTicket(
                id=teller.ticket_of(story),
                project_code=codes[story.item.place.project_id],
                equipment_id=story.item.equipment_id,
                family=story.item.family,
                status=story.ending,
                moved_at=story.steps[-1].at if story.steps else story.reported_at,
            )
            for story in told
        ],
    )


async def tell_parts(scene: DemoScene) -> None:
    """Let every plugin that has a part in the demo tell it, in the order in which plugins are called."""
    for name, plugin in host().plugins.items():
        if plugin.demo is None:
            continue
        for deed in plugin.demo.tell(await _as_seen_by(name, scene)):
            with retelling(deed.at):
                await _do(deed, plugin=name)


async def _as_seen_by(plugin: str, scene: DemoScene) -> DemoScene:
    """Return the scene with the tickets that a plugin serves, and no others."""
    occasion = Occasion(actor=SYSTEM, at=scene.at, active=host().resolver.nowhere(), record=None)
    ids = [ticket.id for ticket in scene.tickets]
    served = await context_of(plugin, occasion).active_among(RecordName.TICKET, ids)
    return replace(scene, tickets=[ticket for ticket in scene.tickets if ticket.id in served])


async def _do(deed: DemoDeed, *, plugin: str) -> None:
    resolver, record = host().resolver, deed.record
    async with unit_of_work():
        active = resolver.nowhere() if record is None else await resolver.of(record.name, record.id)
        if plugin in active.plugins:
            occasion = Occasion(actor=deed.actor, at=deed.at, active=active, record=record)
            await deed.run(context_of(plugin, occasion))
