"""Which way a parameter is better: 达到 5 % means at least for a yield, at most for a loss."""

from __future__ import annotations

import re

_SMALLER = re.compile(
    r"时间(?!常数)|周期|延迟|延时|时延|滞后|(?<!回波损)耗|(?<!回波)损失|成本|费用|价格|售价|单价|误差|偏差|漏报|误报|虚警|误判|漏检|误检|漏判|错误|失误|故障率|失效率|不良|废品|次品|返修|返工|缺陷|粗糙度|Ra|Rz|圆度|圆柱度|平面度|平整度|直线度|垂直度|平行度|同轴度|跳动|公差|残留|残余|杂质|水分|含水|灰分|硫含量|磷含量|含硫|含磷|含碳量|COD|BOD|氨氮|总磷|总氮|总镍|总铬|排放|噪声|噪音|重量|自重|吸水率|泄漏|渗漏|漏率|漏电|磨损|变形|(?<!断面)收缩|翘曲|挠度|孔隙率|气孔率|响应|启动时间|介电损耗|色差|振动|屈强比|热阻|摩擦系数|漂移|失重|衰减|降解速|断线率|破损|破碎率|死亡率|发病率|伤亡|投诉|能见|人工|用工|用量|消耗|占用|内阻|浊度|挥发|VOC|甲醛|重金属|不均匀|波动|电阻温度|热膨胀|膨胀系数|老化率|自放电|回收期|暗电流|线宽|粒径|串扰|抖动|体积变化|脱落率|失真|插损|插入损耗|驻波|杂散|污染|停机|换模|工期|感染|毒性|误码|丢包|丢失|抖|残渣|废水|废气|粉尘|烟尘|颗粒物浓度|NOx|SO2|氮氧化物|二氧化硫|温升|温差|压降|阻力|压损|死时间|碳足迹|碳排|虚焊|断丝|毛刺|LOD|检出限|检测限|检测下限|PUE|缩短|降低|减少|下降|过敏|游离|透氧|透水|透湿|渗透系数|掉粉|落粉|起球(?!等级)"
)
_LENGTHS = frozenset({(("m", 1),), (("deg", 1),), (("K", 1),), (("s", 1),)})
_PRECISE = re.compile(
    r"精度|精确度|准确度|分辨率|分辨力|重复性|稳定度|均匀性|一致性|灵敏度|不确定度|尺寸|厚度差|线宽|间距|节距|工艺节点|定位|细度"
)


def is_smaller_better(words: str, dimension: tuple[tuple[str, int], ...]) -> bool:
    """Whether less is better for the parameter ``words`` in a unit of ``dimension``."""
    if dict(dimension).get("decibelmilliwatt"):
        return "灵敏度" in words
    if _PRECISE.search(words):
        return dimension in _LENGTHS
    return _SMALLER.search(words) is not None
