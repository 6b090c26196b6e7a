"""What a ticket needs of whoever is sent: skills with their least levels, and certificates."""

from collections.abc import Iterable, Mapping

from msgspec import Struct

from wellkept_stations.terms import Requirement, RequirementCase


class Required(Struct, frozen=True):
    """
    What is needed.

    Args:
        skills: the least level of each.
        certificates: their codes, in their order.
    """

    skills: Mapping[str, int] = {}
    certificates: tuple[str, ...] = ()


def required(cases: Iterable[Requirement], *, model: str | None, fault_code: str | None, own: Required) -> Required:
    """
    Return all that a ticket needs, in the order of the codes: what its terms ask of such tickets, and its own.

    Args:
        cases: of the terms.
        model: of the ticket's equipment.
        fault_code: of the ticket.
        own: what was asked for on the ticket itself; of two levels the higher one holds.
    """
    skills, certificates = dict(own.skills), set(own.certificates)
    for case in cases:
        if not _applies(case.when, model=model, fault_code=fault_code):
            continue
        for code, level in case.skills.items():
            skills[code] = max(level, skills.get(code, level))
        certificates.update(case.certificates)
    return Required(skills=dict(sorted(skills.items())), certificates=tuple(sorted(certificates)))


def _applies(case: RequirementCase, *, model: str | None, fault_code: str | None) -> bool:
    if case.model is not None and case.model != model:
        return False
    prefix = case.fault_code_prefix
    return prefix is None or (fault_code is not None and fault_code.startswith(prefix))
