"""Parts and places."""

from wellkept_sdk.db import OnDelete, Table, columns


class InventoryPart(Table, tablename="inventory_part"):
    """A spare part, its tools and its material: the catalogue."""

    id = columns.primary_key()
    created_at = columns.created_at()
    updated_at = columns.updated_at()
    version = columns.version()
    code = columns.code()
    name = columns.text()
    unit = columns.text()
    tracking = columns.text()
    whole_units = columns.boolean()
    gtin = columns.text(null=True)
    manufacturer = columns.text(null=True)
    manufacturer_part_number = columns.text(null=True)
    criticality = columns.text()
    wear_part = columns.boolean()
    #: Of which models of equipment: a list of `{model, quantity, recommended}`.
    models = columns.document()
    shelf_life_days = columns.integer(null=True)
    standard_cost_minor = columns.big_integer(null=True)
    currency = columns.text(null=True)
    status = columns.text()
    metadata = columns.document()


class InventorySubstitute(Table, tablename="inventory_substitute"):
    """Another part that serves as well."""

    id = columns.primary_key()
    part_id = columns.reference(InventoryPart, on_delete=OnDelete.cascade, index=False)
    substitute_id = columns.reference(InventoryPart, on_delete=OnDelete.cascade)
    kind = columns.text()
    priority = columns.small_integer()


class InventoryPartModel(Table, tablename="inventory_part_model"):
    """What `models` of a part says, once more and row by row: parts are asked for by the model they fit."""

    id = columns.primary_key()
    part_id = columns.reference(InventoryPart, on_delete=OnDelete.cascade, index=False)
    model = columns.text()
    quantity_milli = columns.big_integer()
    recommended_milli = columns.big_integer()


class InventoryLocation(Table, tablename="inventory_location"):
    """A place where stock lies; virtual ones, whose codes begin with `@`, are the other side of what comes and goes."""

    id = columns.primary_key()
    created_at = columns.created_at()
    updated_at = columns.updated_at()
    version = columns.version()
    code = columns.code()
    name = columns.text()
    kind = columns.text()
    parent_id = columns.reference("self", on_delete=OnDelete.restrict, null=True)
    time_zone = columns.text()
    sourcing_priority = columns.small_integer()
    station_id = columns.identifier(null=True)
    archived_at = columns.moment(null=True)
