from uuid import UUID

from wellkept_parties.rules.candidates import IN_PROJECT, chain_of, distance

PLANT, LINE, PUMP = UUID(int=1), UUID(int=2), UUID(int=3)


class TestChain:
    def test_leads_from_the_item_to_what_it_belongs_to(self) -> None:
        assert chain_of(f"{PLANT}/{LINE}/{PUMP}/") == [PUMP, LINE, PLANT]

    def test_is_empty_without_an_item(self) -> None:
        assert chain_of(None) == []


class TestDistance:
    def test_grows_towards_the_project(self) -> None:
        chain = [PUMP, LINE, PLANT]

        assert [distance(each, chain=chain) for each in (PUMP, LINE, PLANT, UUID(int=9))] == [0, 1, 2, IN_PROJECT]
