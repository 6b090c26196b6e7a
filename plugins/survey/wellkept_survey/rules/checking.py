"""Terms that could never work."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Final

from wellkept_sdk.errors import FieldError
from wellkept_survey.errors import FollowUpPlanInvalid, TriggerInvalid
from wellkept_survey.terms import SurveyFollowUpPlan, SurveyMoment, SurveyRespondents, SurveyTrigger

#: A year that has every day there is.
_LEAP_YEAR: Final = 2024


def trigger_mistakes(triggers: Mapping[str, SurveyTrigger]) -> Iterator[FieldError]:
    """Yield what is wrong with triggers, each at its own place."""
    for name, trigger in triggers.items():
        pointer = f"/triggers/{name}"
        if trigger.on is SurveyMoment.PERIODIC:
            yield from _periodic_mistakes(trigger, pointer)
            continue
        for member in ("every_months", "anchor"):
            if getattr(trigger, member) is not None:
                yield _trigger_mistake(f"{pointer}/{member}", "Only a periodic trigger counts months from a day.")


def follow_up_mistakes(plans: Mapping[str, SurveyFollowUpPlan]) -> Iterator[FieldError]:
    """Yield what is wrong with follow-ups, each at its own place."""
    for name, plan in plans.items():
        pointer = f"/follow_ups/{name}"
        ways = [way for way in ("after_days", "every_months", "month_day") if getattr(plan, way) is not None]
        if len(ways) != 1:
            yield _plan_mistake(pointer, "Exactly one of after_days, every_months and month_day says when it is due.")
        elif (plan.anchor is None) == (plan.month_day is None):
            yield _plan_mistake(
                f"{pointer}/anchor", "Days and months are counted from an anchor, a day of the year is not."
            )
        if plan.month_day is not None and not _exists(plan.month_day):
            yield _plan_mistake(f"{pointer}/month_day", "No year has this day.")


def _periodic_mistakes(trigger: SurveyTrigger, pointer: str) -> Iterator[FieldError]:
    for member in ("every_months", "anchor"):
        if getattr(trigger, member) is None:
            yield _trigger_mistake(f"{pointer}/{member}", "A periodic trigger counts months from a day.")
    if SurveyRespondents.REPORTER in trigger.respondents:
        yield _trigger_mistake(f"{pointer}/respondents", "Nobody has reported a project; contacts are asked about it.")


def _exists(month_day: str) -> bool:
    month, day = (int(part) for part in month_day.split("-"))
    try:
        date(_LEAP_YEAR, month, day)
    except ValueError:
        return False
    return True


def _trigger_mistake(pointer: str, message: str) -> FieldError:
    return FieldError(pointer, TriggerInvalid.code, message)


def _plan_mistake(pointer: str, message: str) -> FieldError:
    return FieldError(pointer, FollowUpPlanInvalid.code, message)
