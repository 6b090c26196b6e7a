"""The evidence of cases."""

from typing import Final
from uuid import UUID

from wellkept_liability import errors
from wellkept_liability.permissions import READ, WRITE
from wellkept_liability.queries.evidence import evidence_page
from wellkept_liability.schemas.evidence import LiabilityEvidenceCreate, LiabilityEvidenceRead
from wellkept_liability.service import evidence
from wellkept_sdk import Ctx
from wellkept_sdk.http import FromPath, JSONBody, NamedDependency, Page, PageRequest, documents, get, needs, post

_EVIDENCE: Final = {
    "measurement": {
        "kind": "measurement",
        "text": "Groove depth 2.1 mm, drawing 3.0 mm",
        "taken_at": "2026-03-02T01:00:00Z",
        "place": "Pump house 2",
    },
    "statement": {"kind": "statement", "text": "The seal was fitted dry."},
}


@get("/case/evidence", opt=needs(READ.name) | documents(problems=[errors.CaseNotFound]))
async def list_evidence(
    ticket_id: FromPath[UUID], page: NamedDependency[PageRequest], ctx: NamedDependency[Ctx]
) -> Page[LiabilityEvidenceRead]:
    """List the evidence of a case, oldest first; from outside, what of the ticket's files and record one may read."""
    return await evidence_page(ctx, ticket_id, page)


@post(
    "/case/evidence",
    opt=needs(WRITE.name) | documents(problems=[errors.CaseNotFound, errors.EvidenceFrozen], examples=_EVIDENCE),
)
async def add_evidence(
    ticket_id: FromPath[UUID], data: JSONBody[LiabilityEvidenceCreate], ctx: NamedDependency[Ctx]
) -> LiabilityEvidenceRead:
    """Keep what speaks for a finding, with its digest, until the case is final."""
    return await evidence.add(ctx, ticket_id, data)


ON_TICKET = (list_evidence, add_evidence)
