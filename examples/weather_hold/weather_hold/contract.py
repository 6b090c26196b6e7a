"""What other plugins may ask: import the key from here, and nothing else of this distribution."""

from typing import Protocol

from wellkept_sdk import ServiceKey
from wellkept_sdk.ids import ProjectId


class WeatherService(Protocol):
    """Tells others about the weather at projects."""

    async def is_work_possible(self, project_id: ProjectId) -> bool | None:
        """Return whether the wind lets people work outdoors; None where nobody has measured it lately."""
        ...


WEATHER: ServiceKey[WeatherService] = ServiceKey("weather_hold.weather", version=1)
