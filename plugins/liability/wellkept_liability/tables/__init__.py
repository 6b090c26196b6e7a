"""What is stored of warranties, cases, back-charges and retentions."""

from typing import Final

from wellkept_liability.tables.cases import (
    LiabilityAnswer,
    LiabilityCase,
    LiabilityCaseStep,
    LiabilityEvidence,
    LiabilityShare,
    LiabilityVersion,
)
from wellkept_liability.tables.money import (
    LiabilityAllocation,
    LiabilityBackCharge,
    LiabilityBackChargeStep,
    LiabilityRetention,
    LiabilityRetentionEntry,
)
from wellkept_liability.tables.warranty import (
    LiabilityNotice,
    LiabilityReplacement,
    LiabilitySeason,
    LiabilityStatutoryRule,
    LiabilityTicket,
    LiabilityWarrantyDate,
    LiabilityWarrantyTerm,
)
from wellkept_sdk.db import Check, TableSet, index, unique_index

#: As they stand in every condition: a partial index serves no other words.
UNREVOKED: Final = "revoked_at IS NULL"
STEP_DUE: Final = "step_due_at IS NOT NULL"

SCHEMA = TableSet(
    tables=(
        LiabilityWarrantyTerm,
        LiabilityWarrantyDate,
        LiabilityReplacement,
        LiabilityStatutoryRule,
        LiabilitySeason,
        LiabilityNotice,
        LiabilityTicket,
        LiabilityCase,
        LiabilityVersion,
        LiabilityShare,
        LiabilityAnswer,
        LiabilityCaseStep,
        LiabilityEvidence,
        LiabilityBackCharge,
        LiabilityBackChargeStep,
        LiabilityAllocation,
        LiabilityRetention,
        LiabilityRetentionEntry,
    ),
    migrations="wellkept_liability.migrations",
    indexes=(
        index("liability_warranty_term", "project_id", "scope", "side"),
        index("liability_warranty_term", "ends_on", "id", where=UNREVOKED),
        index("liability_warranty_date", "term_id", "until"),
        unique_index("liability_statutory_rule", "code"),
        index("liability_statutory_rule", "jurisdiction", "scope", "effective_from"),
        unique_index("liability_season", "region_prefix", "season"),
        index("liability_replacement", "equipment_id", "id"),
        index("liability_notice", "ticket_id", "id"),
        unique_index("liability_ticket", "ticket_id"),
        unique_index("liability_case", "number"),
        unique_index("liability_case", "ticket_id"),
        index("liability_case", "status", "answer_due_at"),
        unique_index("liability_version", "case_id", "version"),
        unique_index("liability_share", "version_id", "position"),
        index("liability_share", "party_id", "version_id"),
        unique_index("liability_answer", "share_id"),
        index("liability_case_step", "case_id", "id"),
        index("liability_evidence", "case_id", "id"),
        unique_index("liability_back_charge", "number"),
        index("liability_back_charge", "party_id", "status", "id"),
        index("liability_back_charge", "status", "id"),
        index("liability_back_charge_step", "back_charge_id", "id"),
        unique_index("liability_allocation", "cost_line_id", "share_id"),
        index("liability_allocation", "case_id", "id"),
        unique_index("liability_retention", "number"),
        index("liability_retention", "project_id", "id"),
        index("liability_retention", "party_id", "id"),
        index("liability_retention", "step_due_at", where=STEP_DUE),
        unique_index("liability_retention_entry", "retention_id", "position"),
    ),
    checks=(
        Check("liability_warranty_term", "side", "side IN ('given', 'received')"),
        Check(
            "liability_warranty_term",
            "start_rule",
            "start_rule IN ('acceptance', 'handover', 'commissioning', 'installation', 'delivery', 'replacement',"
            " 'fixed')",
        ),
        Check("liability_season", "season", "season IN ('heating', 'cooling')"),
        Check("liability_notice", "status", "status IN ('open', 'in_default', 'performed', 'stepped_in')"),
        Check(
            "liability_case",
            "status",
            "status IN ('provisional', 'proposed', 'disputed', 'accepted', 'arbitrated', 'final')",
        ),
        Check("liability_version", "basis", "basis IN ('contract', 'statute', 'expertise', 'agreement')"),
        Check("liability_share", "share_bp", "share_bp BETWEEN 1 AND 10000"),
        Check("liability_answer", "answer", "answer IN ('accepted', 'disputed')"),
        Check("liability_answer", "given_by", "given_by IN ('party', 'staff', 'silence')"),
        Check("liability_evidence", "kind", "kind IN ('attachment', 'log_entry', 'statement', 'measurement')"),
        Check(
            "liability_back_charge",
            "status",
            "status IN ('draft', 'issued', 'accepted', 'disputed', 'settled', 'withdrawn')",
        ),
        Check("liability_retention", "direction", "direction IN ('held_by_us', 'held_from_us')"),
        Check("liability_retention", "balance", "balance_minor >= 0"),
        Check("liability_retention", "rate_bp", "rate_bp BETWEEN 0 AND 10000"),
    ),
    sequences=(
        "CREATE SEQUENCE liability_case_number_seq",
        "CREATE SEQUENCE liability_back_charge_number_seq",
        "CREATE SEQUENCE liability_retention_number_seq",
    ),
)

__all__ = [
    "SCHEMA",
    "STEP_DUE",
    "UNREVOKED",
    "LiabilityAllocation",
    "LiabilityAnswer",
    "LiabilityBackCharge",
    "LiabilityBackChargeStep",
    "LiabilityCase",
    "LiabilityCaseStep",
    "LiabilityEvidence",
    "LiabilityNotice",
    "LiabilityReplacement",
    "LiabilityRetention",
    "LiabilityRetentionEntry",
    "LiabilitySeason",
    "LiabilityShare",
    "LiabilityStatutoryRule",
    "LiabilityTicket",
    "LiabilityVersion",
    "LiabilityWarrantyDate",
    "LiabilityWarrantyTerm",
]
