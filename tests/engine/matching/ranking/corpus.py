"""A small corpus with subjects that share words, made from parts with a fixed seed."""

from queqiao.core import generator
from queqiao.matching.ranking import RankDocument

SUBJECTS = {
    "电池": "锂离子电池 正极材料 电解液 隔膜 循环寿命 倍率性能 热失控 能量密度 导电剂 极片涂布",
    "玉米": "鲜食玉米 保鲜 杀菌 籽粒 种植密度 氮肥 病虫害 产量 黑土地 秸秆还田",
    "轴承": "陶瓷轴承 研磨 圆度 表面粗糙度 磨削 振动噪声 润滑脂 疲劳寿命 滚动体 精密加工",
    "卫星": "遥感卫星 姿态控制 星敏感器 轨道 太阳电池阵 热控 载荷 数据下传 星载计算机 推进剂",
}


def make_corpus(count: int = 160, *, seed: int = 1) -> list[RankDocument]:
    random = generator(seed, "test", "corpus")
    names = list(SUBJECTS)
    found = []
    for number in range(count):
        subject = names[number % len(names)]
        terms = SUBJECTS[subject].split()
        picked = [terms[i] for i in random.permutation(len(terms))[:6]]
        extra = SUBJECTS[names[int(random.integers(len(names)))]].split()[number % 10]
        title = f"{picked[0]}对{picked[1]}的影响"
        abstract = f"针对{picked[2]}问题，研究{picked[0]}与{picked[3]}的关系，兼顾{extra}。"
        abstract += f"结果表明{picked[4]}得到改善。"
        found.append(RankDocument(f"D{number:03d}", title, abstract, " ".join(picked[:3])))
    return found


def subject_of(document: RankDocument) -> int:
    return int(document.id[1:]) % len(SUBJECTS)
