import re

from wellkept.demo.catalogue import Blueprint, Language, catalogue
from wellkept_sdk.records.tickets import HoldReason
from wellkept_sdk.time_zones import time_zone_mistakes

REGION_CODE = re.compile(r"[1-9]\d{5}")


class TestCatalogue:
    def test_has_faults_and_makers_for_every_family(self) -> None:
        known = catalogue()

        families = {family for roots in known.blueprints.values() for root in roots for family in families_of(root)}

        assert families == known.faults.keys() == known.makers.keys()

    def test_has_trees_of_three_or_four_levels(self) -> None:
        depths = {max(map(depth, roots)) for roots in catalogue().blueprints.values()}

        assert depths <= {3, 4}

    def test_places_every_project_at_a_customer_of_known_time_zone(self) -> None:
        known = catalogue()
        customers = {customer.code: customer for customer in known.customers.customers}

        assert {project.customer for project in known.projects} == customers.keys()
        assert {project.blueprint for project in known.projects} <= known.blueprints.keys()
        assert [time_zone_mistakes(customer.time_zone, pointer="") for customer in customers.values()] == [[]] * 12

    def test_gives_chinese_sites_a_region_code(self) -> None:
        known = catalogue()
        chinese = {customer.code for customer in known.customers.customers if customer.language is Language.ZH}

        codes = [project.site["region_code"] for project in known.projects if project.customer in chinese]

        assert [code for code in codes if not REGION_CODE.fullmatch(code)] == []

    def test_has_words_for_every_hold_in_both_languages(self) -> None:
        phrases = catalogue().phrases

        assert phrases.keys() == set(Language)
        assert all(words.hold.keys() == set(HoldReason) for words in phrases.values())

    def test_names_no_fault_twice(self) -> None:
        codes = [fault.code for faults in catalogue().faults.values() for fault in faults]

        assert len(codes) == len(set(codes)) == 32


def families_of(blueprint: Blueprint) -> set[str]:
    own = {blueprint.family} if blueprint.family else set[str]()
    return own.union(*(families_of(child) for child in blueprint.children))


def depth(blueprint: Blueprint) -> int:
    return 1 + max((depth(child) for child in blueprint.children), default=0)
