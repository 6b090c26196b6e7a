"""The words that people see."""

from wellkept_sdk import Label

_PERMISSIONS = {
    "knowledge": Label(zh_cn="知识库", en="Knowledge"),
    "knowledge:read": Label(zh_cn="查看知识", en="Find and read articles"),
    "knowledge:write": Label(zh_cn="编写知识", en="Write articles"),
    "knowledge:approve": Label(zh_cn="审核发布知识", en="Publish articles"),
    "knowledge:vote": Label(zh_cn="评价知识", en="Say whether an article helped"),
}
_FIELDS = {
    "articles": Label(zh_cn="相关知识", en="Articles"),
    "audience_max": Label(zh_cn="客户可见范围", en="What customers may be shown"),
    "draft_from": Label(zh_cn="生成草稿的工单", en="Tickets that make drafts"),
    "suggest": Label(zh_cn="推荐条数", en="Suggestions"),
    "categories": Label(zh_cn="推荐类别", en="Categories"),
    "stale_after": Label(zh_cn="何时待复核", en="Stale after"),
    "review_after_months": Label(zh_cn="复核周期（月）", en="Review after, months"),
}
_CHOICES = {
    "knowledge.audience_max.internal": Label(zh_cn="不可见", en="Nothing"),
    "knowledge.audience_max.partner": Label(zh_cn="仅合作方", en="Nothing for customers"),
    "knowledge.audience_max.customer": Label(zh_cn="客户可见", en="Articles for customers"),
    "knowledge.draft_from.grade_1": Label(zh_cn="一级工单", en="Grade 1"),
    "knowledge.draft_from.grade_2": Label(zh_cn="二级工单", en="Grade 2"),
    "knowledge.draft_from.grade_3": Label(zh_cn="三级工单", en="Grade 3"),
    "knowledge.draft_from.recurred": Label(zh_cn="重复故障", en="Recurred"),
    "knowledge.draft_from.consulted": Label(zh_cn="经过会诊", en="Consulted"),
    "knowledge.status.draft": Label(zh_cn="草稿", en="Draft"),
    "knowledge.status.in_review": Label(zh_cn="审核中", en="In review"),
    "knowledge.status.published": Label(zh_cn="已发布", en="Published"),
    "knowledge.status.stale": Label(zh_cn="待复核", en="Stale"),
    "knowledge.status.retired": Label(zh_cn="已停用", en="Retired"),
    "knowledge.audience.internal": Label(zh_cn="内部", en="Internal"),
    "knowledge.audience.partner": Label(zh_cn="合作方", en="Partners too"),
    "knowledge.audience.customer": Label(zh_cn="客户", en="Customers too"),
    "knowledge.stale.review_date": Label(zh_cn="已到复核日期", en="Its day of review has passed"),
    "knowledge.stale.misleading": Label(zh_cn="多次被评为误导", en="It has misled too often"),
    "knowledge.stale.reopened": Label(zh_cn="相关工单多次重开", en="Its tickets came back"),
    "knowledge.vote.used": Label(zh_cn="有参考价值", en="Of use"),
    "knowledge.vote.solved": Label(zh_cn="解决了问题", en="Solved it"),
    "knowledge.vote.misleading": Label(zh_cn="有误导", en="Misleading"),
}
_ERRORS = {
    "knowledge.article.not_found": Label(zh_cn="没有这篇知识", en="No such article"),
    "knowledge.article.not_allowed": Label(zh_cn="当前状态不允许此操作", en="Not in this status"),
    "knowledge.article.four_eyes": Label(zh_cn="需由他人审核发布", en="Somebody else has to publish"),
    "knowledge.article.incomplete": Label(zh_cn="缺少处理方法或正文", en="No remedy and no body"),
    "knowledge.draft.no_resolution": Label(zh_cn="工单尚无解决记录", en="No resolution to learn from"),
}

LABELS = {**_PERMISSIONS, **_FIELDS, **_CHOICES, **_ERRORS}
