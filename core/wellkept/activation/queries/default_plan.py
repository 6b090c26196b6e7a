"""The code of the deployment's default plan, told once at composition."""

from wellkept.platform.settings import Settings


class _Deployment:
    default_plan: str = Settings().default_plan


def use_default_plan(code: str) -> None:
    """Make a plan the one of customers whose type names none."""
    _Deployment.default_plan = code


def default_plan() -> str:
    """Return the code of the plan of customers whose type names none."""
    return _Deployment.default_plan
