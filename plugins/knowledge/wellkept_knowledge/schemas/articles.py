"""Articles as callers write them and as they are shown."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Annotated, Any, Final
from uuid import UUID

from msgspec import UNSET, Meta, Struct, UnsetType

from wellkept_knowledge.rules.kinds import KnowledgeAudience, KnowledgeStatus, LabelKind
from wellkept_sdk.db import Row
from wellkept_sdk.ids import CustomerId, ProjectId
from wellkept_sdk.text import Code, Name

TITLE_LENGTH_MAX: Final = 200
TEXT_LENGTH_MAX: Final = 100_000
LINE_LENGTH_MAX: Final = 1_000
LINES_MAX: Final = 100
LABELS_MAX: Final = 200
LANGUAGE_LENGTH_MAX: Final = 35

#: Of one line: something else than space. No \s, which is not the same characters in Python as in JSON Schema.
_SPACE: Final = r" \t\r\n\u00a0\u3000"
NOT_BLANK: Final = rf"[^{_SPACE}]"
NO_SPACE_AT_ENDS: Final = rf"^[^{_SPACE}]([^\r\n]*[^{_SPACE}])?\Z"

Title = Annotated[
    str,
    Meta(
        min_length=1,
        max_length=TITLE_LENGTH_MAX,
        pattern=NOT_BLANK,
        description="At least one character that is no space.",
    ),
]
LongText = Annotated[str, Meta(max_length=TEXT_LENGTH_MAX)]
Line = Annotated[str, Meta(min_length=1, max_length=LINE_LENGTH_MAX)]
#: Several texts, or one.
Lines = Annotated[list[Line], Meta(max_length=LINES_MAX)] | LongText
Note = Annotated[str, Meta(max_length=2_000)]
RevisionNote = Annotated[str, Meta(min_length=1, max_length=2_000, description="What has changed, and why.")]
Language = Annotated[
    str, Meta(min_length=2, max_length=LANGUAGE_LENGTH_MAX, description="A BCP 47 language tag.", examples=["zh-CN"])
]
Models = Annotated[list[Name], Meta(max_length=LABELS_MAX)]
FaultCodes = Annotated[list[Code], Meta(max_length=LABELS_MAX)]
Categories = Annotated[list[Code], Meta(max_length=LABELS_MAX)]
CustomerIds = Annotated[list[CustomerId], Meta(max_length=LABELS_MAX)]
ProjectIds = Annotated[list[ProjectId], Meta(max_length=LABELS_MAX)]

#: The texts of a revision, in the order in which they are read.
TEXTS: Final = ("title", "symptom", "cause", "remedy", "body", "safety", "tools", "parts")
#: By field of the API, the kind of label that it lists.
LABEL_FIELDS: Final[Mapping[str, LabelKind]] = {
    "models": LabelKind.MODEL,
    "fault_codes": LabelKind.FAULT_CODE,
    "categories": LabelKind.CATEGORY,
    "customer_ids": LabelKind.CUSTOMER,
    "project_ids": LabelKind.PROJECT,
}
_OF_RECORDS: Final = ("customer_ids", "project_ids")


class KnowledgeArticleCreate(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """
    What somebody has learnt.

    Args:
        safety: what to take care of.
        tools: what is needed for the work.
        parts: which parts, by number or in words.
        language: without it, Chinese if the text has a Han character, else English.
        customer_ids: of customers, only these are shown it; their projects in `project_ids` likewise.
        review_on: the day after which it is to be looked at; without it, a year after it is published.
        note: kept with the first revision.
    """

    title: Title
    symptom: LongText = ""
    cause: LongText = ""
    remedy: LongText = ""
    body: LongText = ""
    safety: Lines = []
    tools: Lines = []
    parts: Lines = []
    language: Language | None = None
    audience: KnowledgeAudience = KnowledgeAudience.INTERNAL
    models: Models = []
    fault_codes: FaultCodes = []
    categories: Categories = []
    customer_ids: CustomerIds = []
    project_ids: ProjectIds = []
    review_on: date | None = None
    note: Note | None = None


class KnowledgeArticlePatch(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What changes of an article beside its texts; lists are replaced as a whole."""

    audience: KnowledgeAudience | UnsetType = UNSET
    owner_id: UUID | UnsetType = UNSET
    review_on: date | UnsetType | None = UNSET
    models: Models | UnsetType = UNSET
    fault_codes: FaultCodes | UnsetType = UNSET
    categories: Categories | UnsetType = UNSET
    customer_ids: CustomerIds | UnsetType = UNSET
    project_ids: ProjectIds | UnsetType = UNSET


class KnowledgeRevisionCreate(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How an article says it from now on; what is absent stays as it was."""

    title: Title | UnsetType = UNSET
    symptom: LongText | UnsetType = UNSET
    cause: LongText | UnsetType = UNSET
    remedy: LongText | UnsetType = UNSET
    body: LongText | UnsetType = UNSET
    safety: Lines | UnsetType = UNSET
    tools: Lines | UnsetType = UNSET
    parts: Lines | UnsetType = UNSET
    note: RevisionNote


class KnowledgeRevisionRead(Struct, frozen=True, kw_only=True):
    """One revision; callers from outside see neither who wrote it nor why."""

    article_id: UUID
    revision: int
    title: str
    symptom: str
    cause: str
    remedy: str
    body: str
    safety: list[str]
    tools: list[str]
    parts: list[str]
    author_id: UUID | None
    reviewer_id: UUID | None
    note: str | None
    created_at: datetime

    @classmethod
    def of(cls, row: Row, *, is_outside: bool) -> "KnowledgeRevisionRead":
        """Return a stored revision as it is shown."""
        ours: dict[str, Any] = {
            name: None if is_outside else row[name] for name in ("author_id", "reviewer_id", "note")
        }
        return cls(
            article_id=row["article_id"],
            revision=row["revision"],
            **{name: row[name] for name in TEXTS},
            **ours,
            created_at=row["created_at"],
        )


class KnowledgeArticleItem(Struct, frozen=True, kw_only=True):
    """
    One article of a list: all but its texts.

    What concerns our own house alone is null, and ids of other customers are left out, for callers from outside.
    """

    id: UUID
    number: int
    status: KnowledgeStatus
    title: str
    audience: KnowledgeAudience
    language: str
    current_revision: int
    published_revision: int | None
    owner_id: UUID | None
    review_on: date | None
    stale_because: str | None
    boost_milli: int
    used: int
    solved: int
    misleading: int
    origin_ticket_id: UUID | None
    models: list[str]
    fault_codes: list[str]
    categories: list[str]
    customer_ids: list[UUID]
    project_ids: list[UUID]
    created_at: datetime
    updated_at: datetime
    version: int


class KnowledgeArticleRead(KnowledgeArticleItem, frozen=True, kw_only=True):
    """
    One article with the texts of a revision: the current one, for callers from outside the published one.

    `revision` says which; `author_id` wrote it and `reviewer_id` published it.
    """

    revision: int
    symptom: str
    cause: str
    remedy: str
    body: str
    safety: list[str]
    tools: list[str]
    parts: list[str]
    author_id: UUID | None
    reviewer_id: UUID | None


class Outsider(Struct, frozen=True, kw_only=True):
    """Whose ids a caller from outside may see among the labels."""

    ids: frozenset[str]


def shown_item(row: Row, labels: Sequence[Row], outsider: Outsider | None) -> dict[str, Any]:
    """
    Return what is shown of a stored article that is joined with one of its revisions.

    Args:
        row: the article, with the columns of a revision.
        labels: of the article.
        outsider: None for our own house.
    """
    shown: dict[str, Any] = {name: row[name] for name in _ITEM if name in row}
    shown |= {"status": KnowledgeStatus(row["status"]), "audience": KnowledgeAudience(row["audience"])}
    shown |= {name: [each["value"] for each in labels if each["kind"] == kind] for name, kind in LABEL_FIELDS.items()}
    if outsider is not None:
        shown |= dict.fromkeys(_OURS)
        shown |= {"current_revision": row["published_revision"]}
        shown |= {name: [value for value in shown[name] if value in outsider.ids] for name in _OF_RECORDS}
    return shown | {name: [UUID(value) for value in shown[name]] for name in _OF_RECORDS}


_ITEM: Final = (*KnowledgeArticleItem.__struct_fields__, *KnowledgeArticleRead.__struct_fields__)
_OURS: Final = ("owner_id", "review_on", "stale_because", "origin_ticket_id", "author_id", "reviewer_id")


def article_item(row: Row, labels: Sequence[Row], outsider: Outsider | None) -> KnowledgeArticleItem:
    """Return a stored article as a list shows it."""
    shown = shown_item(row, labels, outsider)
    return KnowledgeArticleItem(**{name: shown[name] for name in KnowledgeArticleItem.__struct_fields__})


def article_read(row: Row, labels: Sequence[Row], outsider: Outsider | None) -> KnowledgeArticleRead:
    """Return a stored article with the texts of a revision as it is shown."""
    shown = shown_item(row, labels, outsider)
    return KnowledgeArticleRead(**{name: shown[name] for name in KnowledgeArticleRead.__struct_fields__})
