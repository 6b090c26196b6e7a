"""Terms to copy: what invites, and which follow-ups suit a plant that was handed over."""

from typing import Final

from wellkept_survey.terms import (
    AFTER_REPAIR,
    SurveyAnchor,
    SurveyFollowUpKind,
    SurveyFollowUpPlan,
    SurveyMoment,
    SurveyRespondents,
    SurveyTerms,
    SurveyTrigger,
)

#: Everything that the guide shows, in one document of terms.
PRESETS: Final = SurveyTerms(
    triggers={
        "after_repair": AFTER_REPAIR,
        "yearly": SurveyTrigger(
            on=SurveyMoment.PERIODIC,
            template="yearly",
            every_months=12,
            anchor=SurveyAnchor.HANDED_OVER_ON,
            respondents=(SurveyRespondents.CONTACTS,),
        ),
    },
    follow_ups={
        "after_handover": SurveyFollowUpPlan(
            kind=SurveyFollowUpKind.PHONE, anchor=SurveyAnchor.HANDED_OVER_ON, after_days=30, window_days=7
        ),
        "half_yearly": SurveyFollowUpPlan(
            kind=SurveyFollowUpKind.VISIT, anchor=SurveyAnchor.HANDED_OVER_ON, every_months=6, window_days=30
        ),
        "before_summer": SurveyFollowUpPlan(
            kind=SurveyFollowUpKind.VISIT,
            month_day="05-15",
            window_days=30,
            checklist=("roof", "waterproofing", "air_conditioning"),
        ),
        "before_winter": SurveyFollowUpPlan(
            kind=SurveyFollowUpKind.VISIT, month_day="10-15", window_days=30, checklist=("heating",)
        ),
    },
)
