"""What is done again and again."""

from datetime import timedelta

from wellkept_knowledge.service import reviewing
from wellkept_sdk import Job

JOBS: tuple[Job, ...] = (Job(name="review_dates", every=timedelta(days=1), run=reviewing.mark_due),)
