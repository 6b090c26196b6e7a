"""What is stored."""

from wellkept_sdk.db import OnDelete, Table, TableSet, columns, core_table, index, unique_index


class ChecklistsItem(Table, tablename="checklists_item"):
    """One thing to do at a ticket."""

    id = columns.primary_key()
    created_at = columns.created_at()
    updated_at = columns.updated_at()
    version = columns.version()
    ticket_id = columns.reference(core_table("Ticket"), on_delete=OnDelete.cascade, index=False)
    text = columns.text()
    done_at = columns.moment(null=True)


SCHEMA = TableSet(
    tables=(ChecklistsItem,),
    migrations="wellkept_checklists.migrations",
    indexes=(
        unique_index("checklists_item", "ticket_id", "text"),
        index("checklists_item", "ticket_id", "created_at", "id"),
    ),
)
