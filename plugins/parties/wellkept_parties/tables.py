"""What is stored of parties and their involvements; a party is never deleted, an involvement only with its record."""

from typing import Final

from wellkept_sdk.db import Check, OnDelete, Table, TableSet, columns, index, unique_index


class PartiesParty(Table, tablename="parties_party"):
    """An outside organisation; `roles` are those that it can play."""

    id = columns.primary_key()
    code = columns.code()
    name = columns.text()
    roles = columns.document()
    registration_scheme = columns.text(null=True)
    registration_number = columns.text(null=True)
    locale = columns.text()
    time_zone = columns.text()
    currency = columns.text(null=True)
    status = columns.text()
    #: Why it stands there, in the words of whoever moved it.
    status_reason = columns.text(null=True)
    external_reference = columns.text(null=True)
    metadata = columns.document()
    created_at = columns.created_at()
    updated_at = columns.updated_at()
    version = columns.version()


class PartiesContact(Table, tablename="parties_contact"):
    """A person at a party's. Name, phone and e-mail are personal: exported and erased on request."""

    id = columns.primary_key()
    party_id = columns.reference(PartiesParty, on_delete=OnDelete.cascade, index=False)
    name = columns.text()
    duty = columns.text(null=True)
    phone = columns.text(null=True)
    email = columns.text(null=True)
    preferred = columns.boolean()
    position = columns.integer()


class PartiesInvolvement(Table, tablename="parties_involvement"):
    """
    A party's dated part in a project, an item of equipment or a ticket, in exactly one role.

    `starts_on` and `ends_on` are days of the site; `starts_at` and `ends_at` are the first moments of these days, so
    that lists compare moments and know no zones. They follow when the zone of the site changes.
    """

    id = columns.primary_key()
    party_id = columns.reference(PartiesParty, on_delete=OnDelete.restrict, index=False)
    record_kind = columns.text()
    #: No foreign key: the record is of one of three kinds.
    record_id = columns.identifier()
    role = columns.text()
    scope = columns.document()
    starts_on = columns.day()
    ends_on = columns.day(null=True)
    starts_at = columns.moment()
    ends_at = columns.moment(null=True)
    reference = columns.text(null=True)
    note = columns.text(null=True)
    #: `manual`, or the plugin that has asked for it.
    origin = columns.text()
    actor_id = columns.identifier(null=True)
    #: From when the days after the end of the ticket count; null for one that is not over, and for other records.
    record_closed_at = columns.moment(null=True)
    #: What has ended it; null for one that has not ended, whatever its days.
    ended_by = columns.text(null=True)
    #: The end that was agreed before the closing of the ticket has ended it; null for none.
    agreed_ends_on = columns.day(null=True)
    created_at = columns.created_at()
    updated_at = columns.updated_at()
    version = columns.version()


#: As it stands in every condition: a partial index serves no other words.
NOT_ENDED: Final = "ended_by IS NULL"

SCHEMA = TableSet(
    tables=(PartiesParty, PartiesContact, PartiesInvolvement),
    migrations="wellkept_parties.migrations",
    indexes=(
        unique_index("parties_party", "code"),
        unique_index(
            "parties_party", "registration_scheme", "registration_number", where="registration_number IS NOT NULL"
        ),
        index("parties_party", "name", "id"),
        index("parties_party", "status", "code"),
        index("parties_contact", "party_id", "position"),
        unique_index("parties_involvement", "record_kind", "record_id", "party_id", "role", where="ends_on IS NULL"),
        index("parties_involvement", "party_id", "record_kind", "record_id"),
        index("parties_involvement", "record_kind", "record_id"),
        index("parties_involvement", "ends_at", where=NOT_ENDED),
        index("parties_involvement", "record_closed_at", where=NOT_ENDED),
    ),
    checks=(
        Check("parties_party", "status", "status IN ('active', 'blocked', 'archived')"),
        Check("parties_party", "registration", "(registration_scheme IS NULL) = (registration_number IS NULL)"),
        Check("parties_involvement", "record_kind", "record_kind IN ('project', 'equipment', 'ticket')"),
        Check("parties_involvement", "period", "ends_on IS NULL OR ends_on >= starts_on"),
        Check("parties_involvement", "moments", "(ends_on IS NULL) = (ends_at IS NULL)"),
        Check("parties_involvement", "ended_by", "ended_by IN ('person', 'period', 'closure')"),
        Check("parties_involvement", "ended", "ended_by IS NULL OR ends_on IS NOT NULL"),
    ),
)
