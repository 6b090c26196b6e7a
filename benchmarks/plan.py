"""How much is measured: the whole bench, or the short one that only shows that everything works."""

from pathlib import Path

from msgspec import Struct

CONNECTIONS = 32
LOCAL_SERVER = "postgresql://postgres@127.0.0.1:5432/postgres"
PAGE_SIZE = 50
LISTED_TICKETS = 1_000_000
PARTNER_TICKETS = 1_000
OPEN_CLOCKS = 1_000_000
MOVES = 10_000_000
MOVES_ON_SQLITE = 1_000_000


class Plan(Struct, frozen=True, kw_only=True):
    """
    One run.

    Args:
        rounds: how often each server is measured, in turns.
        seconds: length of one measurement of reads; writes may run out of tickets before.
        warm_up_seconds: what is sent before each measurement and not counted.
        tickets: how many are in the database; half of them wait to be started.
        tickets_under_contract: how many are in the database with a thousand contracts.
        listed_tickets: among how many a partner's are found.
        partner_tickets: in how many of them it takes part.
        calls_each: how many calls a time of microseconds is the mean of.
        folds_each: how many folds of a ticket one time is the mean of.
        open_clocks: how many run where many do; a hundredth of them where few do.
        due_clocks: how many of them come due at once.
        sweep_rounds: how often they do.
        stock_rounds: how often each figure of stock is taken.
        issue_tickets: for how many is issued: so many that callers at once seldom meet at the same one.
        moves: how many are in the ledger where there are many; a hundredth of them where there are few.
        moves_on_sqlite: the same on SQLite, which fills more slowly.
        statement_lines: how many withdrawals one statement settles.
        replenished_parts: how many parts have a policy.
        engineers: how many there are to send.
        engineer_stations: of how many stations.
        candidate_calls: how often it is asked who should go.
        articles: among how many is searched.
        survey_answers: over how many answers there are results.
        survey_calls: how many answers are given by links, and as many written by hand.
        costs_lines: how many cost lines are settled on one statement.
        costs_additions: how many new cost lines one time is the mean of.
        liability_lines: how many cost lines are charged back at once.
        liability_splits: how many splits one time is the mean of.
        imports: whether the imports of the real incidents are a part of it.
        postgres_url: a server on which databases may be made, or nothing.
        output: the folder of the report.
    """

    rounds: int = 4
    seconds: float = 1.5
    warm_up_seconds: float = 0.4
    tickets: int = 50_000
    tickets_under_contract: int = 100_000
    listed_tickets: int = LISTED_TICKETS
    partner_tickets: int = PARTNER_TICKETS
    calls_each: int = 20_000
    folds_each: int = 2_000
    open_clocks: int = OPEN_CLOCKS
    due_clocks: int = 1_000
    sweep_rounds: int = 2
    stock_rounds: int = 3
    issue_tickets: int = 128
    moves: int = MOVES
    moves_on_sqlite: int = MOVES_ON_SQLITE
    statement_lines: int = 100_000
    replenished_parts: int = 5_000
    engineers: int = 10_000
    engineer_stations: int = 500
    candidate_calls: int = 50
    articles: int = 100_000
    survey_answers: int = 100_000
    survey_calls: int = 100
    costs_lines: int = 10_000
    costs_additions: int = 300
    liability_lines: int = 10_000
    liability_splits: int = 100_000
    imports: bool = True
    postgres_url: str | None
    output: Path


def short(*, postgres_url: str | None, output: Path) -> Plan:
    """Return a plan whose figures mean nothing."""
    return Plan(
        rounds=1,
        seconds=0.3,
        warm_up_seconds=0.1,
        tickets=2_000,
        tickets_under_contract=2_000,
        listed_tickets=2_000,
        partner_tickets=100,
        calls_each=200,
        folds_each=20,
        open_clocks=4_000,
        due_clocks=5,
        sweep_rounds=1,
        stock_rounds=1,
        issue_tickets=2,
        moves=4_000,
        moves_on_sqlite=4_000,
        statement_lines=400,
        replenished_parts=20,
        engineers=1_200,
        engineer_stations=10,
        candidate_calls=2,
        articles=300,
        survey_answers=500,
        survey_calls=2,
        costs_lines=50,
        costs_additions=3,
        liability_lines=50,
        liability_splits=200,
        imports=False,
        postgres_url=postgres_url,
        output=output,
    )
