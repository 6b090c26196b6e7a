"""The words that people see."""

from wellkept_sdk import Label

LABELS = {
    "parties": Label(zh_cn="参与方", en="Parties"),
    "parties:read": Label(zh_cn="查看参与方及其参与情况", en="See parties and who takes part in what"),
    "parties:write": Label(
        zh_cn="登记、修改、冻结和归档参与方", en="Register and change parties, block and archive them"
    ),
    "parties:involve": Label(zh_cn="安排参与方的参与", en="Say which party takes part in what"),
    # Fields
    "party": Label(zh_cn="参与方", en="Party"),
    "roles": Label(zh_cn="可承担的角色", en="Roles"),
    "role": Label(zh_cn="角色", en="Role"),
    "scope": Label(zh_cn="责任范围", en="Scope"),
    "registration": Label(zh_cn="登记号", en="Registration"),
    "contacts": Label(zh_cn="联系人", en="Contacts"),
    "duty": Label(zh_cn="职责", en="Duty"),
    "external_reference": Label(zh_cn="外部编号", en="External reference"),
    "status_reason": Label(zh_cn="状态原因", en="Reason of the status"),
    "starts_on": Label(zh_cn="起始日", en="From"),
    "ends_on": Label(zh_cn="截止日（不含）", en="Until before"),
    "reference": Label(zh_cn="合同编号", en="Contract number"),
    "note": Label(zh_cn="备注", en="Note"),
    "origin": Label(zh_cn="来源", en="Origin"),
    "missing": Label(zh_cn="无人负责", en="Nobody answers for it"),
    "count": Label(zh_cn="参与方数量", en="Parties"),
    "missing_scopes": Label(zh_cn="无人负责的范围", en="Scopes that nobody covers"),
    "suppliers": Label(zh_cn="供应商", en="Suppliers"),
    "involved": Label(zh_cn="参与方", en="Parties involved"),
    "access_days_after_close": Label(zh_cn="工单结束后可见天数", en="Days of access after the end of a ticket"),
    # Roles
    "designer": Label(zh_cn="设计单位", en="Designer"),
    "contractor": Label(zh_cn="总包单位", en="Contractor"),
    "subcontractor": Label(zh_cn="分包单位", en="Subcontractor"),
    "supplier": Label(zh_cn="供应商", en="Supplier"),
    "installer": Label(zh_cn="安装单位", en="Installer"),
    "supervisor": Label(zh_cn="监理单位", en="Supervisor"),
    "operator": Label(zh_cn="运营单位", en="Operator"),
    "inspector": Label(zh_cn="检验机构", en="Inspector"),
    "consultant": Label(zh_cn="咨询单位", en="Consultant"),
    "insurer": Label(zh_cn="保险公司", en="Insurer"),
    "other": Label(zh_cn="其他", en="Other"),
    # Scopes
    "structure": Label(zh_cn="结构", en="Structure"),
    "waterproofing": Label(zh_cn="防水", en="Waterproofing"),
    "hvac": Label(zh_cn="暖通空调", en="Heating, ventilation, air conditioning"),
    "electrical": Label(zh_cn="电气", en="Electrical"),
    "plumbing": Label(zh_cn="给排水", en="Plumbing"),
    "installation": Label(zh_cn="安装调试", en="Installation"),
    "fit_out": Label(zh_cn="装修", en="Fit-out"),
    "control": Label(zh_cn="自动控制", en="Control"),
    "equipment": Label(zh_cn="设备", en="Equipment"),
    "part": Label(zh_cn="零部件", en="Part"),
    # Enums
    "cn-uscc": Label(zh_cn="统一社会信用代码", en="Unified social credit code"),
    "active": Label(zh_cn="正常", en="Active"),
    "blocked": Label(zh_cn="已冻结", en="Blocked"),
    "archived": Label(zh_cn="已归档", en="Archived"),
    "block": Label(zh_cn="冻结", en="Block"),
    "unblock": Label(zh_cn="解冻", en="Unblock"),
    "archive": Label(zh_cn="归档", en="Archive"),
    "restore": Label(zh_cn="恢复", en="Restore"),
    "project": Label(zh_cn="项目", en="Project"),
    "ticket": Label(zh_cn="工单", en="Ticket"),
    "manual": Label(zh_cn="人工", en="By hand"),
    "person": Label(zh_cn="人工结束", en="Ended by somebody"),
    "period": Label(zh_cn="约定到期", en="Agreed end"),
    "closure": Label(zh_cn="工单已结束", en="End of the ticket"),
    "because.equipment": Label(zh_cn="参与该设备", en="Takes part in the item"),
    "because.parent": Label(zh_cn="参与上级设备", en="Takes part in what the item belongs to"),
    "because.project": Label(zh_cn="参与该项目", en="Takes part in the project"),
    "because.model": Label(zh_cn="供应过同型号设备", en="Has supplied the model elsewhere"),
    # Codes
    "parties.party.not_found": Label(zh_cn="没有这个参与方", en="There is no such party"),
    "parties.party.registration_invalid": Label(
        zh_cn="统一社会信用代码不正确", en="This is no unified social credit code"
    ),
    "parties.party.registration_taken": Label(
        zh_cn="登记号已属于另一参与方", en="Another party has this registration number"
    ),
    "parties.party.role_not_played": Label(zh_cn="参与方不承担该角色", en="The party does not play this role"),
    "parties.party.blocked": Label(zh_cn="参与方已冻结", en="The party is blocked"),
    "parties.party.archived": Label(zh_cn="参与方已归档", en="The party is archived"),
    "parties.party.still_involved": Label(zh_cn="参与方仍参与未解决的工单", en="The party takes part in open tickets"),
    "parties.party.action_not_allowed": Label(
        zh_cn="参与方的状态不允许该操作", en="The party's status does not allow this"
    ),
    "parties.involvement.not_found": Label(zh_cn="没有这条参与记录", en="There is no such involvement"),
    "parties.involvement.empty_period": Label(
        zh_cn="截止日必须晚于起始日", en="An involvement ends after its first day"
    ),
    "parties.involvement.ended": Label(zh_cn="参与已结束，不能修改", en="The involvement has ended"),
    "parties.involvement.overlaps": Label(
        zh_cn="与同一角色的另一参与期重叠", en="It would overlap another one in the same role"
    ),
}
