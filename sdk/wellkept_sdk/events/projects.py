"""What is announced about projects."""

from typing import ClassVar

from wellkept_sdk.events import Event
from wellkept_sdk.ids import CustomerId, ProjectId


class ProjectEvent(Event, frozen=True, kw_only=True):
    """Something happened to a project."""

    project_id: ProjectId
    customer_id: CustomerId
    code: str

    @property
    def subject(self) -> str:
        """Return the project that this is about."""
        return f"projects/{self.project_id}"


class ProjectCreated(ProjectEvent, frozen=True, kw_only=True):
    """A project was created."""

    type: ClassVar[str] = "projects.project.created"


class ProjectUpdated(ProjectEvent, frozen=True, kw_only=True):
    """Fields of a project changed."""

    type: ClassVar[str] = "projects.project.updated"
    changed_fields: tuple[str, ...]


class ProjectDeleted(ProjectEvent, frozen=True, kw_only=True):
    """A project was deleted."""

    type: ClassVar[str] = "projects.project.deleted"
