"""How parts are replenished: policies, forecasts and orders."""

from wellkept_inventory.tables.catalogue import InventoryLocation, InventoryPart
from wellkept_sdk.db import OnDelete, Table, columns, core_table


class InventoryPolicy(Table, tablename="inventory_policy"):
    """How a part is replenished at a place."""

    id = columns.primary_key()
    created_at = columns.created_at()
    updated_at = columns.updated_at()
    version = columns.version()
    part_id = columns.reference(InventoryPart, on_delete=OnDelete.restrict, index=False)
    location_id = columns.reference(InventoryLocation, on_delete=OnDelete.restrict)
    method = columns.text()
    minimum_milli = columns.big_integer(null=True)
    maximum_milli = columns.big_integer(null=True)
    reorder_point_milli = columns.big_integer(null=True)
    order_multiple_milli = columns.big_integer(null=True)
    order_minimum_milli = columns.big_integer(null=True)
    service_level_permille = columns.integer()
    lead_time_days = columns.integer()
    review_days = columns.integer()
    #: `purchase` or `transfer`, as the place usually gets the part.
    source = columns.text()
    #: From whom it is usually bought.
    party_id = columns.identifier(null=True)
    count_every_days = columns.integer(null=True)
    alert = columns.text()


class InventoryForecast(Table, tablename="inventory_forecast"):
    """What was forecast last for a policy."""

    id = columns.primary_key()
    policy_id = columns.reference(InventoryPolicy, on_delete=OnDelete.cascade, index=False)
    part_id = columns.identifier()
    location_id = columns.identifier()
    method = columns.text()
    demand_class = columns.text()
    #: Decimal numbers with six decimals.
    rate = columns.text()
    lead_time_demand = columns.text()
    reorder_point_milli = columns.big_integer()
    order_up_to_milli = columns.big_integer()
    computed_at = columns.moment()


class InventoryPurchaseOrder(Table, tablename="inventory_purchase_order"):
    """An order with one supplier."""

    id = columns.primary_key()
    created_at = columns.created_at()
    updated_at = columns.updated_at()
    version = columns.version()
    number_seq = columns.big_integer()
    number = columns.text()
    party_id = columns.identifier()
    status = columns.text()
    currency = columns.text()
    expected_on = columns.day(null=True)
    reference = columns.text(null=True)
    #: For a repair that waits: emergency supply.
    emergency = columns.boolean()
    ticket_id = columns.reference(core_table("Ticket"), on_delete=OnDelete.set_null, null=True)
    actor_id = columns.identifier(null=True)


class InventoryPurchaseOrderLine(Table, tablename="inventory_purchase_order_line"):
    """One part of an order, for one place."""

    id = columns.primary_key()
    purchase_order_id = columns.reference(InventoryPurchaseOrder, on_delete=OnDelete.cascade, index=False)
    position = columns.integer()
    part_id = columns.identifier()
    location_id = columns.identifier()
    ordered_milli = columns.big_integer()
    received_milli = columns.big_integer()
    unit_price_minor = columns.big_integer()
