"""The words that people see."""

from wellkept_sdk import Label

LABELS = {
    "calendars": Label(zh_cn="工作日历", en="Calendars"),
    "calendars:read": Label(
        zh_cn="查看日历和法定节假日，并据此计算", en="See calendars and official days, and calculate"
    ),
    "calendars:write": Label(
        zh_cn="新建和修订日历，发布节假日安排", en="Make and revise calendars, publish official days"
    ),
    # Fields
    "weekly": Label(zh_cn="每周工作时间", en="Weekly pattern"),
    "time_zone": Label(zh_cn="时区", en="Time zone"),
    "holiday_sets": Label(zh_cn="遵循的节假日", en="Holiday sets"),
    "make_up_like": Label(zh_cn="调休上班按星期几", en="Make-up days are like"),
    "exceptions": Label(zh_cn="例外日期", en="Exceptions"),
    "published_through": Label(zh_cn="节假日安排已公布至", en="Published through"),
    "provisional": Label(zh_cn="暂定（节假日安排未公布）", en="Provisional"),
    "apply_to": Label(zh_cn="适用于", en="Applies to"),
    "default": Label(zh_cn="默认日历", en="Default calendar"),
    "horizon_years": Label(zh_cn="最远查找年数", en="Years searched"),
    # Enums
    "open_clocks": Label(zh_cn="未结束的时钟", en="Open clocks"),
    "new_clocks": Label(zh_cn="此后开始的时钟", en="New clocks"),
    "closed": Label(zh_cn="停工", en="Closed"),
    "open": Label(zh_cn="开工", en="Open"),
    "partial": Label(zh_cn="部分停工", en="Partly closed"),
    "off": Label(zh_cn="放假", en="Day of rest"),
    "working": Label(zh_cn="上班", en="Working day"),
    "because.weekly": Label(zh_cn="按每周安排", en="Weekly pattern"),
    "because.holiday": Label(zh_cn="法定节假日", en="Official holiday"),
    "because.make_up": Label(zh_cn="调休上班", en="Make-up day"),
    "because.exception": Label(zh_cn="例外日期", en="Exception"),
    "published": Label(zh_cn="已公布", en="Published"),
    "not_yet_published": Label(zh_cn="尚未公布", en="Not yet published"),
    "mon": Label(zh_cn="星期一", en="Monday"),
    "tue": Label(zh_cn="星期二", en="Tuesday"),
    "wed": Label(zh_cn="星期三", en="Wednesday"),
    "thu": Label(zh_cn="星期四", en="Thursday"),
    "fri": Label(zh_cn="星期五", en="Friday"),
    "sat": Label(zh_cn="星期六", en="Saturday"),
    "sun": Label(zh_cn="星期日", en="Sunday"),
    # Codes
    "calendars.calendar.not_found": Label(zh_cn="没有这个日历", en="There is no such calendar"),
    "calendars.calendar.archived": Label(zh_cn="日历已归档，不能修订", en="An archived calendar is not revised"),
    "calendars.calendar.unknown_time_zone": Label(zh_cn="没有这个时区", en="There is no such time zone"),
    "calendars.calendar.unreachable": Label(
        zh_cn="期限内没有足够的工作时间", en="Not enough working time within the horizon"
    ),
    "calendars.interval.invalid": Label(zh_cn="时段的开始或结束时间不对", en="An interval has wrong times"),
    "calendars.interval.overlap": Label(zh_cn="时段重叠", en="Two intervals overlap"),
    "calendars.exception.invalid": Label(
        zh_cn="例外日期重复，或内容与类型不符", en="An exception repeats a date or does not fit its kind"
    ),
    "calendars.holiday_set.unknown": Label(zh_cn="没有这个节假日集", en="There is no such holiday set"),
    "calendars.holiday_year.invalid": Label(
        zh_cn="节假日日期重复，或不在前后一年之内", en="An official day is repeated or too far from its year"
    ),
    "calendars.duration.ambiguous": Label(
        zh_cn="时长含义不明，请写小时或工作日", en="The duration is ambiguous: write hours or working days"
    ),
    "calendars.duration.out_of_range": Label(zh_cn="时长为负或过长", en="The duration is negative or too long"),
}
