"""
The tables of surveys, and what they hold from the first day: the templates `repair` and `yearly`.

Ids and times are fixed, so that every deployment has the same rows.
"""

import json
from collections.abc import Iterator
from typing import Any, Final

_MADE_AT: Final = "2026-11-22 00:00:00+00:00"
_SCALE: Final = 5
_INTRO: Final = {"zh-CN": "请评价我们的服务", "en": "How was our service?"}
_THANKS: Final = {"zh-CN": "谢谢您的评价", "en": "Thank you for your answer."}


def _quoted(value: object) -> str:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return "'" + text.replace("'", "''") + "'"


def _insert(table: str, **values: object) -> str:
    row = ", ".join(str(value) if type(value) in {bool, int} else _quoted(value) for value in values.values())
    return f"INSERT INTO {table} ({', '.join(values)}) VALUES ({row})"


def _question(code: str, kind: str, zh_cn: str, en: str, **said: object) -> dict[str, Any]:
    return {"code": code, "kind": kind, "title": {"zh-CN": zh_cn, "en": en}, **said}


def _rating(code: str, dimension: str, zh_cn: str, en: str, *, required: bool = False) -> dict[str, Any]:
    return _question(code, "rating", zh_cn, en, scale=_SCALE, dimension=dimension, required=required)


_OVERALL: Final = _rating("overall", "overall", "总体满意度", "All in all", required=True)
_RECOMMEND: Final = _question("recommend", "nps", "您有多大可能推荐我们", "How likely are you to recommend us?")
_REMARKS: Final = _question("remarks", "text", "意见和建议", "What could be better?")
_REPAIR: Final = (
    _rating("speed", "response_speed", "响应速度", "Response speed"),
    _rating("attitude", "attitude", "服务态度", "Attitude"),
    _rating("competence", "competence", "技术水平", "Competence"),
    _OVERALL,
    _RECOMMEND,
    _REMARKS,
)
_YEARLY: Final = (_rating("quality", "quality", "工程质量", "Quality"), _OVERALL, _RECOMMEND, _REMARKS)


def _preset(number: int, code: str, name: str, questions: tuple[dict[str, Any], ...]) -> Iterator[str]:
    template_id = f"01a2008d-7400-7000-8000-0000000003{number:02}"
    yield _insert(
        "survey_template",
        id=template_id,
        code=code,
        name=name,
        status="active",
        anonymous=False,
        preset=True,
        revision=1,
        created_at=_MADE_AT,
        updated_at=_MADE_AT,
        version=1,
    )
    yield _insert(
        "survey_template_revision",
        id=f"01a2008d-7400-7000-8000-0000000004{number:02}",
        template_id=template_id,
        revision=1,
        questions=questions,
        intro=_INTRO,
        thanks=_THANKS,
        created_at=_MADE_AT,
    )


STATEMENTS = (
    """-- PostgreSQL only
CREATE SEQUENCE survey_follow_up_number_seq""",
    """CREATE TABLE survey_follow_up (
    "id" UUID PRIMARY KEY NOT NULL,
    "number_seq" BIGINT NOT NULL,
    "number" TEXT NOT NULL,
    "customer_id" UUID NOT NULL REFERENCES customer (id) ON DELETE CASCADE,
    "project_id" UUID NOT NULL REFERENCES project (id) ON DELETE CASCADE,
    "code" TEXT NOT NULL,
    "occurrence" INTEGER NOT NULL,
    "manual" BOOLEAN NOT NULL DEFAULT FALSE,
    "kind" TEXT NOT NULL,
    "due_on" DATE NOT NULL,
    "window_until" DATE NOT NULL,
    "status" TEXT NOT NULL,
    "assignee_id" UUID,
    "checklist" JSONB NOT NULL,
    "result" JSONB,
    "reason" TEXT,
    "done_at" TIMESTAMPTZ,
    "created_at" TIMESTAMPTZ NOT NULL,
    "updated_at" TIMESTAMPTZ NOT NULL,
    "version" BIGINT NOT NULL DEFAULT 1,
    CONSTRAINT survey_follow_up__status CHECK (status IN ('planned', 'assigned', 'done', 'missed', 'cancelled')),
    CONSTRAINT survey_follow_up__kind CHECK (kind IN ('phone', 'email', 'visit', 'meeting')),
    CONSTRAINT survey_follow_up__window_until CHECK (window_until >= due_on)
)""",
    """CREATE INDEX survey_follow_up__customer_id ON survey_follow_up (customer_id)""",
    """CREATE UNIQUE INDEX survey_follow_up__number ON survey_follow_up (number)""",
    """CREATE UNIQUE INDEX survey_follow_up__project_id__code__occurrence ON survey_follow_up (project_id, code, occurrence)""",
    """CREATE INDEX survey_follow_up__due_on__id__66c37483 ON survey_follow_up (due_on, id) WHERE status IN ('planned', 'assigned')""",
    """CREATE INDEX survey_follow_up__due_on__id ON survey_follow_up (due_on, id)""",
    """CREATE INDEX survey_follow_up__status__due_on ON survey_follow_up (status, due_on)""",
    """CREATE INDEX survey_follow_up__assignee_id__due_on ON survey_follow_up (assignee_id, due_on)""",
    """CREATE TABLE survey_template (
    "id" UUID PRIMARY KEY NOT NULL,
    "code" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "anonymous" BOOLEAN NOT NULL DEFAULT FALSE,
    "preset" BOOLEAN NOT NULL DEFAULT FALSE,
    "revision" INTEGER NOT NULL,
    "created_at" TIMESTAMPTZ NOT NULL,
    "updated_at" TIMESTAMPTZ NOT NULL,
    "version" BIGINT NOT NULL DEFAULT 1,
    CONSTRAINT survey_template__status CHECK (status IN ('active', 'retired'))
)""",
    """CREATE UNIQUE INDEX survey_template__code ON survey_template (code)""",
    """CREATE TABLE survey_follow_up_transition (
    "id" UUID PRIMARY KEY NOT NULL,
    "follow_up_id" UUID NOT NULL REFERENCES survey_follow_up (id) ON DELETE CASCADE,
    "action" TEXT NOT NULL,
    "from_status" TEXT,
    "to_status" TEXT NOT NULL,
    "occurred_at" TIMESTAMPTZ NOT NULL,
    "recorded_at" TIMESTAMPTZ NOT NULL,
    "actor_id" UUID,
    "data" JSONB NOT NULL
)""",
    """CREATE INDEX survey_follow_up_transition__follow_up_id__id ON survey_follow_up_transition (follow_up_id, id)""",
    """CREATE TABLE survey_need (
    "id" UUID PRIMARY KEY NOT NULL,
    "follow_up_id" UUID NOT NULL REFERENCES survey_follow_up (id) ON DELETE CASCADE,
    "position" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "ticket_id" UUID REFERENCES ticket (id) ON DELETE SET NULL,
    "created_at" TIMESTAMPTZ NOT NULL,
    CONSTRAINT survey_need__kind CHECK (kind IN ('fault', 'part', 'training', 'upgrade', 'complaint', 'other'))
)""",
    """CREATE INDEX survey_need__ticket_id ON survey_need (ticket_id)""",
    """CREATE INDEX survey_need__follow_up_id ON survey_need (follow_up_id)""",
    """CREATE TABLE survey_invitation (
    "id" UUID PRIMARY KEY NOT NULL,
    "template_id" UUID NOT NULL REFERENCES survey_template (id) ON DELETE RESTRICT,
    "revision" INTEGER NOT NULL,
    "record_id" UUID NOT NULL,
    "ticket_id" UUID REFERENCES ticket (id) ON DELETE CASCADE,
    "project_id" UUID NOT NULL REFERENCES project (id) ON DELETE CASCADE,
    "customer_id" UUID NOT NULL REFERENCES customer (id) ON DELETE CASCADE,
    "visit_id" UUID,
    "station_id" UUID,
    "trigger" TEXT NOT NULL,
    "wave" INTEGER NOT NULL,
    "respondent_key" TEXT NOT NULL,
    "respondent" JSONB NOT NULL,
    "channel" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "suppressed_because" TEXT,
    "cancel_reason" TEXT,
    "token_sha256" TEXT,
    "send_at" TIMESTAMPTZ,
    "sent_at" TIMESTAMPTZ,
    "expires_at" TIMESTAMPTZ,
    "answered_at" TIMESTAMPTZ,
    "reminders_sent" SMALLINT NOT NULL DEFAULT 0,
    "follow_up_ticket_id" UUID REFERENCES ticket (id) ON DELETE SET NULL,
    "invited_by" UUID,
    "created_at" TIMESTAMPTZ NOT NULL,
    "updated_at" TIMESTAMPTZ NOT NULL,
    "version" BIGINT NOT NULL DEFAULT 1,
    CONSTRAINT survey_invitation__status CHECK (status IN ('scheduled', 'sent', 'answered', 'expired', 'suppressed', 'cancelled')),
    CONSTRAINT survey_invitation__suppressed CHECK ((status = 'suppressed') = (suppressed_because IS NOT NULL)),
    CONSTRAINT survey_invitation__wave CHECK (wave >= 1)
)""",
    """CREATE INDEX survey_invitation__project_id ON survey_invitation (project_id)""",
    """CREATE INDEX survey_invitation__follow_up_ticket_id ON survey_invitation (follow_up_ticket_id)""",
    """CREATE UNIQUE INDEX survey_invitation__template_id__record_id__wave__respondent_key ON survey_invitation (template_id, record_id, wave, respondent_key)""",
    """CREATE UNIQUE INDEX survey_invitation__token_sha256__56770fb9 ON survey_invitation (token_sha256) WHERE token_sha256 IS NOT NULL""",
    """CREATE INDEX survey_invitation__respondent_key__sent_at ON survey_invitation (respondent_key, sent_at)""",
    """CREATE INDEX survey_invitation__customer_id__template_id__created_at ON survey_invitation (customer_id, template_id, created_at)""",
    """CREATE INDEX survey_invitation__template_id__created_at ON survey_invitation (template_id, created_at)""",
    """CREATE INDEX survey_invitation__status__created_at ON survey_invitation (status, created_at)""",
    """CREATE INDEX survey_invitation__created_at__id ON survey_invitation (created_at, id)""",
    """CREATE INDEX survey_invitation__ticket_id__id ON survey_invitation (ticket_id, id)""",
    """CREATE INDEX survey_invitation__send_at__6bfc23d7 ON survey_invitation (send_at) WHERE status = 'scheduled' AND send_at IS NOT NULL""",
    """CREATE TABLE survey_template_revision (
    "id" UUID PRIMARY KEY NOT NULL,
    "template_id" UUID NOT NULL REFERENCES survey_template (id) ON DELETE CASCADE,
    "revision" INTEGER NOT NULL,
    "questions" JSONB NOT NULL,
    "intro" JSONB NOT NULL,
    "thanks" JSONB NOT NULL,
    "created_by" UUID,
    "created_at" TIMESTAMPTZ NOT NULL
)""",
    """CREATE UNIQUE INDEX survey_template_revision__template_id__revision ON survey_template_revision (template_id, revision)""",
    """CREATE TABLE survey_answer (
    "id" UUID PRIMARY KEY NOT NULL,
    "invitation_id" UUID NOT NULL REFERENCES survey_invitation (id) ON DELETE CASCADE,
    "comment" TEXT,
    "recorded_by" UUID,
    "evidence" JSONB,
    "language" TEXT NOT NULL,
    "edited_until" TIMESTAMPTZ NOT NULL,
    "created_at" TIMESTAMPTZ NOT NULL,
    "updated_at" TIMESTAMPTZ NOT NULL
)""",
    """CREATE UNIQUE INDEX survey_answer__invitation_id ON survey_answer (invitation_id)""",
    """CREATE TABLE survey_answer_value (
    "id" UUID PRIMARY KEY NOT NULL,
    "invitation_id" UUID NOT NULL REFERENCES survey_invitation (id) ON DELETE CASCADE,
    "question_code" TEXT NOT NULL,
    "dimension" TEXT,
    "number" SMALLINT,
    "choices" JSONB,
    "text" TEXT
)""",
    """CREATE UNIQUE INDEX survey_answer_value__invitation_id__question_code ON survey_answer_value (invitation_id, question_code)""",
    """CREATE INDEX survey_answer_value__question_code__number ON survey_answer_value (question_code, number)""",
    *_preset(1, "repair", "维修评价", _REPAIR),
    *_preset(2, "yearly", "年度满意度", _YEARLY),
)
