"""Storing what engineers can do and may do."""

from collections.abc import Sequence
from typing import Any, Final
from uuid import UUID

from msgspec.structs import asdict

from wellkept_sdk import Ctx
from wellkept_sdk.errors import Invalid
from wellkept_stations.queries import engineer_pages as queries
from wellkept_stations.rules.qualifications import repeated_codes, validity_mistakes
from wellkept_stations.schemas.engineers import StationsCertificateEntry, StationsSkillLevel
from wellkept_stations.tables import StationsCertificate, StationsSkill

_CERTIFICATES: Final = "/certificates"


def qualification_mistakes(
    skills: Sequence[StationsSkillLevel], certificates: Sequence[StationsCertificateEntry]
) -> list[Invalid]:
    """Return what is wrong with skills and certificates as a request gives them."""
    validities = [(each.valid_from, each.valid_until) for each in certificates]
    return [
        *repeated_codes((skill.code for skill in skills), pointer="/skills"),
        *validity_mistakes(validities, pointer=_CERTIFICATES),
    ]


async def store_skills(ctx: Ctx, engineer_id: UUID, skills: Sequence[StationsSkillLevel]) -> None:
    """Keep these skills of an engineer, and no others."""
    await ctx.db.execute("DELETE FROM stations_skill WHERE engineer_id = ?", engineer_id)
    await ctx.db.insert_many(StationsSkill, [{**asdict(skill), "engineer_id": engineer_id} for skill in skills])


async def store_certificates(ctx: Ctx, engineer_id: UUID, certificates: Sequence[StationsCertificateEntry]) -> None:
    """
    Keep these certificates of an engineer, and no others.

    One that stays as it was keeps its row, and with it whether its end was told.
    """
    wanted = list(certificates)
    gone: list[UUID] = []
    for row in await queries.certificate_rows(ctx, engineer_id):
        present = StationsCertificateEntry(**{name: row[name] for name in StationsCertificateEntry.__struct_fields__})
        if present in wanted:
            wanted.remove(present)
        else:
            gone.append(row["id"])
    where = ctx.db.any_of("id", gone)
    await ctx.db.execute(f"DELETE FROM stations_certificate WHERE {where.sql}", *where.args)
    rows: list[dict[str, Any]] = [{**asdict(each), "engineer_id": engineer_id} for each in wanted]
    await ctx.db.insert_many(StationsCertificate, rows)
