"""Five invented parties in the demo: who supplied, built and inspects what, and who is asked about which ticket."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Final

from wellkept_parties.schemas.involvements import PartiesInvolvementCreate, PartiesRecordKind
from wellkept_parties.schemas.parties import PartiesContact, PartiesPartyCreate
from wellkept_parties.service.involving import involve
from wellkept_parties.service.parties import create
from wellkept_parties.service.serving import Parties
from wellkept_sdk import Ctx, RecordName, RecordRef
from wellkept_sdk.demo import Demo, DemoDeed, DemoScene, DemoTicket
from wellkept_sdk.ids import PartyId
from wellkept_sdk.records.tickets import TicketStatus
from wellkept_sdk.services.parties import PartyRole, PartyScope

#: The party for which the demo's partner acts.
PARTNER: Final = "PUMARA"

_CHILLERS: Final = "LINGPAN"
_DESIGNER: Final = "SUJI"
_CONTRACTOR: Final = "HENGZHU"
_INSPECTOR: Final = "LIFTCHECK"
_REGISTERED_BEFORE: Final = timedelta(days=175)
_ASKED_AFTER: Final = timedelta(minutes=40)
_OVER: Final = (TicketStatus.CLOSED, TicketStatus.CANCELLED)
_OPEN_TICKETS, _CLOSED_TICKETS = 4, 3
_ITEMS: Final = 3

PARTIES: Final = (
    PartiesPartyCreate(
        code=PARTNER,
        name="江苏普玛拉泵业有限公司",
        roles=(PartyRole.SUPPLIER, PartyRole.INSTALLER),
        currency="CNY",
        contacts=(
            PartiesContact(name="Pumara Service Desk", duty="售后", email="service@pumara.example", preferred=True),
            PartiesContact(name="王启明", duty="项目经理", email="wang.qiming@pumara.example"),
        ),
        external_reference="V-10023",
    ),
    PartiesPartyCreate(
        code=_CHILLERS,
        name="凌泮冷机股份有限公司",
        roles=(PartyRole.SUPPLIER,),
        currency="CNY",
        contacts=(PartiesContact(name="顾晓岚", duty="服务调度", email="service@lingpan.example", preferred=True),),
    ),
    PartiesPartyCreate(
        code=_DESIGNER,
        name="苏际工程设计院",
        roles=(PartyRole.DESIGNER, PartyRole.CONSULTANT),
        contacts=(PartiesContact(name="陆文渊", duty="总工", email="lu.wenyuan@suji.example"),),
    ),
    PartiesPartyCreate(
        code=_CONTRACTOR,
        name="恒筑建设集团有限公司",
        roles=(PartyRole.CONTRACTOR, PartyRole.INSTALLER),
        contacts=(PartiesContact(name="许大海", duty="保修经理", email="warranty@hengzhu.example", preferred=True),),
    ),
    PartiesPartyCreate(
        code=_INSPECTOR,
        name="沪检电梯检验有限公司",
        roles=(PartyRole.INSPECTOR,),
        contacts=(PartiesContact(name="韩立", email="desk@liftcheck.example"),),
    ),
)

#: Who takes part in which project, as what, for what: between them nobody answers for the waterproofing.
PROJECTS: Final = (
    ("DC-CHP-1", PARTNER, PartyRole.SUPPLIER, (PartyScope.EQUIPMENT, PartyScope.PART)),
    ("DC-CHP-1", PARTNER, PartyRole.INSTALLER, (PartyScope.INSTALLATION,)),
    ("DC-CHP-1", _DESIGNER, PartyRole.DESIGNER, (PartyScope.STRUCTURE, PartyScope.PLUMBING, PartyScope.CONTROL)),
    ("DC-CHP-1", _CONTRACTOR, PartyRole.CONTRACTOR, (PartyScope.ELECTRICAL, PartyScope.HVAC, PartyScope.FIT_OUT)),
    ("HY-TOWER-A", _CHILLERS, PartyRole.SUPPLIER, (PartyScope.HVAC, PartyScope.EQUIPMENT, PartyScope.PART)),
    ("HY-TOWER-A", _DESIGNER, PartyRole.DESIGNER, (PartyScope.STRUCTURE, PartyScope.PLUMBING, PartyScope.CONTROL)),
    ("HY-TOWER-A", _CONTRACTOR, PartyRole.CONTRACTOR, (PartyScope.ELECTRICAL, PartyScope.FIT_OUT)),
    ("HY-TOWER-A", _CONTRACTOR, PartyRole.INSTALLER, (PartyScope.INSTALLATION,)),
    ("HY-TOWER-A", _INSPECTOR, PartyRole.INSPECTOR, ()),
)
#: Who made the items of a family, and is asked about their tickets.
MAKERS: Final = {"pump": PARTNER, "chiller": _CHILLERS}


def tell(scene: DemoScene) -> Sequence[DemoDeed]:
    """Return how the parties were registered, who took part in what, and who was asked about which ticket."""
    begin = scene.at - _REGISTERED_BEFORE
    registered = [
        DemoDeed(at=begin, actor=scene.dispatcher, run=partial(_register, draft=draft, party_id=_id_of(draft, scene)))
        for draft in PARTIES
    ]
    in_projects = [
        DemoDeed(
            at=begin + timedelta(hours=1),
            actor=scene.dispatcher,
            record=RecordRef(RecordName.PROJECT, scene.project_ids[project]),
            run=partial(_involve, code=code, role=role, scope=scope),
        )
        for project, code, role, scope in PROJECTS
    ]
    return [*registered, *in_projects, *_in_equipment(scene), *_in_tickets(scene)]


def _id_of(draft: PartiesPartyCreate, scene: DemoScene) -> PartyId | None:
    return scene.party_id if draft.code == PARTNER else None


def _in_equipment(scene: DemoScene) -> Iterator[DemoDeed]:
    for family, code in MAKERS.items():
        items = dict.fromkeys(ticket.equipment_id for ticket in scene.tickets if ticket.family == family)
        for equipment_id in list(items)[:_ITEMS]:
            yield DemoDeed(
                at=scene.at - _REGISTERED_BEFORE + timedelta(hours=2),
                actor=scene.dispatcher,
                record=RecordRef(RecordName.EQUIPMENT, equipment_id),
                run=partial(_involve, code=code, role=PartyRole.SUPPLIER, scope=(PartyScope.EQUIPMENT,)),
            )


def _in_tickets(scene: DemoScene) -> Iterator[DemoDeed]:
    """Yield the last tickets about items of each maker: some that are open, some that are over."""
    for family, code in MAKERS.items():
        latest = sorted((each for each in scene.tickets if each.family == family), key=lambda each: each.moved_at)
        over = [ticket for ticket in latest if ticket.status in _OVER][-_CLOSED_TICKETS:]
        open_ones = [ticket for ticket in latest if ticket.status not in _OVER][-_OPEN_TICKETS:]
        for ticket in [*over, *open_ones]:
            yield DemoDeed(
                at=_asked_at(ticket, scene),
                actor=scene.dispatcher,
                record=RecordRef(RecordName.TICKET, ticket.id),
                run=partial(_involve, code=code, role=PartyRole.SUPPLIER, scope=()),
            )


def _asked_at(ticket: DemoTicket, scene: DemoScene) -> datetime:
    return min(ticket.moved_at + _ASKED_AFTER, scene.at)


async def _register(ctx: Ctx, *, draft: PartiesPartyCreate, party_id: PartyId | None) -> None:
    await create(ctx, draft, party_id=party_id)


async def _involve(ctx: Ctx, *, code: str, role: PartyRole, scope: tuple[PartyScope, ...]) -> None:
    party = await Parties(ctx).by_code(code)
    assert party is not None, "parties are registered first"
    assert ctx.record is not None, "a party takes part in a record"
    kind, record_id = PartiesRecordKind(ctx.record.name), ctx.record.id
    await involve(ctx, kind, record_id, PartiesInvolvementCreate(party_id=party.id, role=role, scope=scope))


DEMO: Final = Demo(tell=tell)
