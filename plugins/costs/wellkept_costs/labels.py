"""The words that people see."""

from wellkept_sdk import Label

_PERMISSIONS = {
    "costs": Label(zh_cn="费用结算", en="Costs"),
    "costs:read": Label(zh_cn="查看费用和结算单", en="See costs and statements"),
    "costs:write": Label(zh_cn="登记、冲销和更正费用", en="Add, reverse and correct costs"),
    "costs:approve": Label(zh_cn="批准收费上限", en="Approve chargeable work"),
    "costs:settle": Label(zh_cn="编制和结清结算单", en="Draw up and settle statements"),
}
_FIELDS = {
    "cost": Label(zh_cn="成本", en="Cost"),
    "price": Label(zh_cn="计价", en="Price"),
    "chargeable": Label(zh_cn="应收费用", en="Chargeable"),
    "currency": Label(zh_cn="币种", en="Currency"),
    "coverage_default": Label(zh_cn="默认承担方式", en="Who bears it by default"),
    "approval_threshold": Label(zh_cn="免批金额", en="Without approval up to"),
    "goodwill_limit": Label(zh_cn="善意承担上限", en="Goodwill up to"),
    "rates": Label(zh_cn="费率", en="Rates"),
    "allowances": Label(zh_cn="合同包含数量", en="Included quantities"),
    "settlement": Label(zh_cn="结算约定", en="Settlement"),
}
_CHOICES = {
    "costs.kind.labour": Label(zh_cn="人工", en="Labour"),
    "costs.kind.parts": Label(zh_cn="备件", en="Parts"),
    "costs.kind.travel": Label(zh_cn="差旅", en="Travel"),
    "costs.kind.third_party": Label(zh_cn="第三方", en="Third party"),
    "costs.kind.penalty": Label(zh_cn="违约金", en="Penalty"),
    "costs.kind.other": Label(zh_cn="其他", en="Other"),
    "costs.covered_by.warranty": Label(zh_cn="质保", en="Warranty"),
    "costs.covered_by.contract": Label(zh_cn="合同包含", en="Contract"),
    "costs.covered_by.goodwill": Label(zh_cn="善意承担", en="Goodwill"),
    "costs.covered_by.chargeable": Label(zh_cn="客户付费", en="Chargeable"),
    "costs.allowance.period.month": Label(zh_cn="每月", en="Every month"),
    "costs.allowance.period.year": Label(zh_cn="每年", en="Every year"),
    "costs.allowance.period.contract": Label(zh_cn="合同期内", en="Over the contract"),
    "costs.silence.open": Label(zh_cn="等待答复", en="It waits"),
    "costs.silence.agreed": Label(zh_cn="视为同意", en="It is agreed"),
    "costs.statement.status.draft": Label(zh_cn="草稿", en="Draft"),
    "costs.statement.status.issued": Label(zh_cn="已发出", en="Issued"),
    "costs.statement.status.disputed": Label(zh_cn="有争议", en="Disputed"),
    "costs.statement.status.agreed": Label(zh_cn="已确认", en="Agreed"),
    "costs.statement.status.settled": Label(zh_cn="已结清", en="Settled"),
    "costs.statement.status.void": Label(zh_cn="已作废", en="Void"),
    "costs.statement.agreed_by.customer": Label(zh_cn="客户", en="The customer"),
    "costs.statement.agreed_by.staff": Label(zh_cn="我方代录", en="Somebody of ours"),
    "costs.statement.agreed_by.silence": Label(zh_cn="逾期未答复", en="By silence"),
}
_ERRORS = {
    "costs.line.not_found": Label(zh_cn="费用不存在", en="There is no such line"),
    "costs.line.currency_mismatch": Label(zh_cn="币种不一致", en="The ticket has another currency"),
    "costs.line.cost_missing": Label(zh_cn="缺少单位成本", en="Nothing says what a unit costs"),
    "costs.line.price_missing": Label(zh_cn="缺少单价", en="Nothing says what is charged"),
    "costs.line.penalty_not_chargeable": Label(zh_cn="违约金不能向客户收取", en="A penalty is not charged"),
    "costs.line.in_future": Label(zh_cn="发生日期在未来", en="The day has not come"),
    "costs.line.too_large": Label(zh_cn="金额过大", en="The amount is too large"),
    "costs.line.already_reversed": Label(zh_cn="该费用已冲销", en="The line has been reversed"),
    "costs.line.is_reversal": Label(zh_cn="冲销不能再冲销", en="A reversal is not reversed"),
    "costs.ticket.cancelled": Label(zh_cn="工单已取消，只能冲销", en="A cancelled ticket takes only reversals"),
    "costs.approval.needed": Label(zh_cn="需要客户批准", en="The customer has to approve"),
    "costs.goodwill.exceeded": Label(zh_cn="超出善意承担上限", en="More goodwill than allowed"),
    "costs.statement.not_found": Label(zh_cn="结算单不存在", en="There is no such statement"),
    "costs.statement.empty": Label(zh_cn="没有可结算的费用", en="There is nothing to settle"),
    "costs.statement.empty_period": Label(zh_cn="结算期间有误", en="The period ends before it begins"),
    "costs.statement.not_allowed": Label(zh_cn="结算单状态不允许此操作", en="The statement does not allow this"),
    "costs.statement.in_future": Label(zh_cn="时间在未来", en="The moment has not come"),
    "costs.statement.out_of_order": Label(zh_cn="时间早于上一步", en="Before what happened last"),
    "costs.terms.refused": Label(zh_cn="费用条款有误", en="These terms could never work"),
}

LABELS: dict[str, Label] = {**_PERMISSIONS, **_FIELDS, **_CHOICES, **_ERRORS}
