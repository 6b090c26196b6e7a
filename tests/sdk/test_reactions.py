from uuid import UUID

from wellkept_sdk import Ctx, subscribe
from wellkept_sdk.events import Event
from wellkept_sdk.events.projects import ProjectCreated
from wellkept_sdk.reactions import REACTION_MARK


class Greeter:
    greeted: UUID | None = None

    @subscribe(ProjectCreated)
    async def greet(self, ctx: Ctx, event: ProjectCreated) -> None:
        self.greeted = event.project_id


class TestSubscribe:
    def test_marks_the_method_with_the_type_of_its_event(self) -> None:
        marked: type[Event] = getattr(Greeter.greet, REACTION_MARK)

        assert marked is ProjectCreated

    def test_leaves_the_method_as_it_is(self) -> None:
        assert Greeter.greet.__name__ == "greet"
