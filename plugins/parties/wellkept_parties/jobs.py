"""What is done again and again."""

from datetime import timedelta

from wellkept_parties.service import sweeping
from wellkept_sdk import Ctx, Job


async def end_involvements(ctx: Ctx) -> None:
    """End what is due: agreed ends, and involvements in tickets that have been over long enough."""
    await sweeping.end_due(ctx)


JOBS = (Job(name="end_involvements", every=timedelta(days=1), run=end_involvements),)
