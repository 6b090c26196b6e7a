from uuid import UUID

from wellkept.equipment.rules.placement import Obstacle, Place, obstacle_to_hanging, obstacle_to_moving
from wellkept.equipment.rules.tree import path_of

PLANT = UUID("01920000-0000-7000-8000-00000000000a")
OTHER_PLANT = UUID("01920000-0000-7000-8000-00000000000b")


def chain(length: int, *, first: int = 1) -> list[str]:
    """The paths of items that hang one under the other, the root first."""
    paths: list[str] = []
    for number in range(first, first + length):
        paths.append(path_of(UUID(int=number), parent_path=paths[-1] if paths else ""))
    return paths


def place(path: str, *, project_id: UUID = PLANT) -> Place:
    return Place(project_id=project_id, path=path)


class TestObstacleToHanging:
    def test_is_none_among_the_roots(self) -> None:
        assert obstacle_to_hanging(place(""), project_id=PLANT) is None

    def test_is_another_project(self) -> None:
        parent = place(chain(1)[-1], project_id=OTHER_PLANT)

        assert obstacle_to_hanging(parent, project_id=PLANT) is Obstacle.OTHER_PROJECT

    def test_is_the_33rd_level(self) -> None:
        levels = chain(32)

        assert obstacle_to_hanging(place(levels[30]), project_id=PLANT) is None
        assert obstacle_to_hanging(place(levels[31]), project_id=PLANT) is Obstacle.TOO_DEEP


class TestObstacleToMoving:
    def moving(self, levels: list[str], *, to: Place) -> Obstacle | None:
        return obstacle_to_moving(to, project_id=PLANT, path=levels[0], longest_path=levels[-1])

    def test_is_none_below_another_root(self) -> None:
        assert self.moving(chain(2), to=place(chain(1, first=100)[0])) is None

    def test_is_another_project(self) -> None:
        parent = place(chain(1, first=100)[0], project_id=OTHER_PLANT)

        assert self.moving(chain(2), to=parent) is Obstacle.OTHER_PROJECT

    def test_is_the_item_itself(self) -> None:
        levels = chain(2)

        assert self.moving(levels, to=place(levels[0])) is Obstacle.CYCLE

    def test_is_a_descendant(self) -> None:
        levels = chain(3)

        assert self.moving(levels, to=place(levels[2])) is Obstacle.CYCLE

    def test_is_a_subtree_too_high_for_the_place(self) -> None:
        parents = chain(30, first=100)

        assert self.moving(chain(2), to=place(parents[29])) is None
        assert self.moving(chain(3), to=place(parents[29])) is Obstacle.TOO_DEEP
