from hypothesis import given
from hypothesis import strategies as st

from wellkept.platform.plugin_host.assembling.order import cyclic, in_order
from wellkept_sdk import Manifest

NAMES = ["ants", "bees", "cats", "dogs", "eels"]


def manifests(**said: dict[str, tuple[str, ...]]) -> dict[str, Manifest]:
    return {
        name: Manifest(
            name=name, version="1", sdk=">=1.0", requires=lists.get("requires", ()), after=lists.get("after", ())
        )
        for name, lists in said.items()
    }


class TestOrder:
    def test_is_by_name_where_nothing_else_is_said(self) -> None:
        assert in_order(manifests(cats={}, ants={}, bees={})) == ["ants", "bees", "cats"]

    def test_puts_what_is_required_first(self) -> None:
        assert in_order(manifests(ants={"requires": ("cats",)}, bees={}, cats={})) == ["bees", "cats", "ants"]

    def test_follows_a_wish_where_the_other_is_there(self) -> None:
        assert in_order(manifests(ants={"after": ("bees", "wolves")}, bees={})) == ["bees", "ants"]

    @given(st.dictionaries(st.sampled_from(NAMES), st.sets(st.sampled_from(NAMES))))
    def test_keeps_every_wish_or_names_the_circle(self, wishes: dict[str, set[str]]) -> None:
        known = manifests(**{name: {"after": tuple(sorted(others))} for name, others in wishes.items()})
        circle = cyclic(known)
        rest = {name: manifest for name, manifest in known.items() if name not in circle}

        ordered = in_order(rest)

        assert sorted(ordered) == sorted(rest)
        for name in ordered:
            before = ordered[: ordered.index(name)]
            assert all(other in before for other in wishes[name] if other in rest)


class TestCycle:
    def test_names_all_who_are_part_of_it(self) -> None:
        known = manifests(
            ants={"requires": ("bees",)},
            bees={"after": ("cats",)},
            cats={"requires": ("ants",)},
            dogs={"after": ("ants",)},
        )

        assert cyclic(known) == {name: ["ants", "bees", "cats"] for name in ("ants", "bees", "cats")}

    def test_may_be_one_plugin_alone(self) -> None:
        assert cyclic(manifests(ants={"requires": ("ants",)})) == {"ants": ["ants"]}
