"""The words that people see."""

from wellkept_sdk import Label

LABELS = {
    "checklists": Label(zh_cn="待办事项", en="Checklists"),
    "checklists:read": Label(zh_cn="查看待办事项", en="See items"),
    "checklists:write": Label(zh_cn="添加和完成待办事项", en="Add and finish items"),
    "checklists.item.repeated": Label(zh_cn="该工单已有此事项", en="The ticket has this item already"),
    "checklists.item.open": Label(zh_cn="工单还有未完成的事项", en="The ticket has open items"),
    "item_count": Label(zh_cn="事项数", en="Items"),
    "open_count": Label(zh_cn="未完成事项数", en="Open items"),
    "first_item": Label(zh_cn="首个事项", en="First item"),
    "required": Label(zh_cn="解决前必须完成", en="Required before resolving"),
}
