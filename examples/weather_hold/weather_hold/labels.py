"""The words that people see."""

from wellkept_sdk import Label

LABELS = {
    "weather_hold": Label(zh_cn="天气停工", en="Weather hold"),
    "weather_hold:read": Label(zh_cn="查看现场风速和等待天气的工单", en="See the wind and what waits for it"),
    "weather_hold:write": Label(zh_cn="上报现场风速", en="Report the wind"),
    "outdoor": Label(zh_cn="户外作业", en="Outdoor work"),
    "wind_max_mps": Label(zh_cn="风速上限（米/秒）", en="Wind limit (m/s)"),
    "calm_minutes": Label(zh_cn="平稳时长（分钟）", en="Minutes of calm"),
    "outdoor_kinds": Label(zh_cn="户外项目类型", en="Kinds of project with outdoor work"),
    "watched_since": Label(zh_cn="等待天气自", en="Waiting for the weather since"),
    "weather_hold.work.too_windy": Label(zh_cn="现场风速过大，不能户外作业", en="Too windy for work outdoors"),
    "weather_hold.reading.repeated": Label(zh_cn="该时刻已有测量记录", en="This moment has a reading already"),
    "weather_hold.reading.in_future": Label(zh_cn="测量时间不能在未来", en="A reading lies in the future"),
}
