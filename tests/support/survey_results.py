"""Answers of many people, made through the API, for the results of surveys."""

from itertools import count
from typing import Any, Final

from survey_house import answered, invited
from wellkept_sdk.testing import Json, TestApp


def question(code: str, kind: str = "rating", **said: Any) -> Json:
    """Return a question of a template; a rating of five unless `kind` says otherwise."""
    scale: Json = {"scale": 5} if kind == "rating" else {}
    return {"code": code, "kind": kind, "title": {"zh-CN": code, "en": code}, **scale, **said}


WHY: Final[Json] = question(
    "why",
    "choice",
    multiple=True,
    options=[{"code": code, "title": {"zh-CN": code, "en": code}} for code in ("slow", "rude")],
)
FULL: Final[Json] = {
    "code": "full",
    "name": "Full",
    "questions": [
        question("speed", dimension="response_speed"),
        question("overall", dimension="overall"),
        question("recommend", "nps"),
        WHY,
        question("more", "text"),
    ],
}

_people = count(1)


async def full_template(app: TestApp, **values: Any) -> Json:
    """Return a template with one question of each kind that results treat differently."""
    return await app.created("/v1/survey/templates", {**FULL, **values})


async def asked(app: TestApp, ticket: Json, template: str = "full", *, people: int = 1) -> list[str]:
    """Return the tokens of as many people as are asked about a ticket."""
    tokens: list[str] = []
    for _ in range(people):
        respondent = {"name": "王工", "email": f"somebody{next(_people)}@customer.example"}
        tokens.append((await invited(app, ticket["id"], template, respondent=respondent))["token"])
    return tokens


async def gave(app: TestApp, ticket: Json, *answers: Json, template: str = "full") -> None:
    """Let one person after another answer: `gave(app, ticket, {"overall": 5}, {"overall": 4})`."""
    for token, values in zip(await asked(app, ticket, template, people=len(answers)), answers, strict=True):
        answer = await answered(app, token, **values)
        assert answer.status_code == 201, answer.text


async def results(app: TestApp, **asked_for: Any) -> list[Json]:
    """Return the groups of results that an admin asks for."""
    answer = await app.client.get("/v1/survey/results", params=asked_for)
    assert answer.status_code == 200, answer.text
    return answer.json()["items"]


def of(group: Json, code: str) -> Json:
    """Return what a group says of one question."""
    (found,) = [each for each in group["questions"] if each["code"] == code]
    return found
