from wellkept_knowledge.rules.kinds import KnowledgeAudience


class TestAudience:
    def test_reaches_farther_from_one_to_the_next(self) -> None:
        assert [audience.rank for audience in KnowledgeAudience] == [0, 1, 2]
