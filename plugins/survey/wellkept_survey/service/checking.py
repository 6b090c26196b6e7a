"""What is wrong with the terms of a plan or contract."""

import msgspec

from wellkept_sdk import Ctx
from wellkept_sdk.errors import FieldError
from wellkept_sdk.hooks.contracts import TermsChecking, TermsFaults
from wellkept_survey.errors import UnknownTemplate
from wellkept_survey.queries.templates import known_codes
from wellkept_survey.rules.checking import follow_up_mistakes, trigger_mistakes
from wellkept_survey.terms import SurveyTerms


async def faults(ctx: Ctx, event: TermsChecking) -> TermsFaults | None:
    """Tell which triggers and follow-ups could never work, and which templates are not there."""
    document = event.plugins.get(ctx.plugin)
    if document is None:
        return None
    terms = msgspec.convert(document, SurveyTerms)
    known = await known_codes(ctx, {trigger.template for trigger in terms.triggers.values()})
    unknown = (
        FieldError(f"/triggers/{name}/template", UnknownTemplate.code, UnknownTemplate.title())
        for name, trigger in terms.triggers.items()
        if trigger.template not in known
    )
    items = [*unknown, *trigger_mistakes(terms.triggers), *follow_up_mistakes(terms.follow_ups)]
    return TermsFaults(items=items) if items else None
