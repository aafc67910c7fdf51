"""More pages that are hard for one reason each."""

# ruff: noqa: E501 -- markup as pages have it

from tests.engine.documents.layouts.kit import Kit, layout, page


@layout(3)
def related_link_in_the_middle(k: Kit) -> str:
    return page(
        k,
        f"""<div class="nv">{k.nav()}</div><div class="ct"><h1>{k.title}</h1><div class="dt">{k.day()} 12:00 都市快报</div><div class="tx">{k.p(text=k.text[:2])}<p>相关新闻：<a href="/r1">博物馆推出夜场，门票半价</a></p><p><a href="/r2">城南夜市升级改造完成</a></p>{k.p(text=k.text[2:])}</div></div><div class="ft">{k.foot()}</div>""",
    )


@layout(0)
def link_never_closed(k: Kit) -> str:
    return page(
        k,
        f"""<div>{k.nav()}</div><table><tr><td><h1>{k.title}</h1>{k.zh} 来源：晚报<br><a href="big.jpg"><img src="s.jpg"><br>{k.p("　　{}<br>", seam="")}</td></tr></table><div>{k.foot()}</div>""",
    )


@layout(6)
def modules_alike(k: Kit) -> str:
    return page(
        k,
        f"""<div class="top">{k.nav()}</div><div class="lft"><div class="box"><div class="hd">{k.title}</div><div class="con"><p class="t">{k.day()} 10:00</p>{k.p()}</div></div></div><div class="rgt"><div class="box"><div class="hd">编辑寄语</div><div class="con"><p>健康是最大的财富，愿每一位读者都能从这里得到有用的知识，也欢迎来信告诉我们您的故事。</p></div></div><div class="box"><div class="hd">热门</div><div class="con"><ul>{k.links(8)}</ul></div></div></div>""",
    )


@layout(9)
def numbered_floors(k: Kit) -> str:
    return page(
        k,
        f"""<div class="n">{k.nav()}</div><div class="a"><h1>{k.title}</h1><div class="b">{k.day()} 17:20 来源：农业频道</div><div class="c">{k.p()}</div></div><div class="d"><h3>大家说说</h3>{k.comments(6, "<dl><dt>{n}楼 匿名用户 {day}</dt><dd>{}</dd></dl>")}</div>""",
    )


@layout(5)
def wrapped_paragraphs_and_heads(k: Kit) -> str:
    parts = ""
    for n, text in enumerate(k.text):
        if n % 2 == 0:
            parts += f'<div class="blk"><div class="sub">{k.keep(["一、概况", "", "二、看点", "", "三、返程", ""][n])}</div></div>'
        parts += f'<div class="blk"><div class="txt">{k.keep(text)}</div></div>'
    return page(
        k,
        f"""<div class="m">{k.nav()}</div><div class="main"><h1>{k.title}</h1><div class="info">{k.day()} 山野志</div><div class="rich">{parts}</div></div><div class="rec"><ul>{k.links(6)}</ul></div>""",
    )


@layout(4)
def more_code_than_words(k: Kit) -> str:
    code = [f"    value_{n} = load(path, part={n})" for n in range(30)]
    first, rest = k.p(text=k.text[:3]), ""
    k.gold += [line.strip() for line in code]
    rest = k.p(text=k.text[3:])
    block = "\n".join(code)
    return page(
        k,
        f"""<div class="nav">{k.nav()}</div><div class="post"><h1>{k.title}</h1><div class="meta">{k.day()} 开发者</div><div class="md">{first}<pre><code class="python">{block}</code></pre>{rest}</div></div><aside>{k.links(6)}</aside>""",
    )


@layout(2)
def english_template(k: Kit) -> str:
    stamp = k.on.strftime("%B %-d, %Y")
    return page(
        k,
        f"""<div id="header"><a href="/">River Wood</a></div><div id="content"><div class="post"><h2>{k.title}</h2><small>Posted on {stamp} by mumu</small><div class="entry">{k.p()}</div><p class="postmetadata">Posted in <a href="/c">Uncategorized</a> | <a href="#r">No Comments »</a></p></div></div><div id="sidebar"><h2>Archives</h2><ul>{k.nav()}</ul></div>""",
        site="River Wood",
        seam=" « ",
    )


@layout(1)
def date_below_the_text(k: Kit) -> str:
    return page(
        k,
        f"""<div class="t">{k.nav()}</div><div class="w"><div class="bt">{k.title}</div><div class="nr">{k.p("<p>{}</p>")}</div><div class="xx">信息来源：市工信局　发布时间：{k.day()}　点击数：31</div></div><div class="l"><ul>{k.links(6, '<li><a href="/n">{}</a><span>2008-01-02</span></li>')}</ul></div>""",
    )


@layout(0)
def quotes_with_numbers(k: Kit) -> str:
    rows = [
        ("股票简称", "最新价", "涨跌幅"),
        ("青禾动力", "12.35", "3.2%"),
        ("临川新材", "8.91", "-1.1%"),
        ("云栖科技", "45.02", "10.0%"),
    ]
    head = k.p(text=k.text[:2])
    k.gold += ["".join(row) for row in rows]
    table = "".join("<tr>" + "".join(f"<td>{c}</td>" for c in row) + "</tr>" for row in rows)
    return page(
        k,
        f"""<div class="q">{k.nav()}</div><div class="z"><h1>{k.title}</h1><p>{k.day()} 15:30 财经网</p><div class="newsbody">{head}<table>{table}</table>{k.p(text=k.text[2:])}</div></div>""",
    )


@layout(8)
def short_replies(k: Kit) -> str:
    long = k.text[0] + "".join(k.text[1:3])
    posts = [long, "顶", "沙发，坐等高人", "谢谢楼主分享"]
    body = "".join(
        f'<div class="post" id="p{n}"><div class="who"><a href="/u{n}">坛友{n}</a><i>{n + 2}级</i></div><div class="when">发表于 {k.day()} 08:0{n}</div><div class="what">{k.keep(t)}</div></div>'
        for n, t in enumerate(posts)
    )
    return page(
        k,
        f"""<div class="n">{k.nav()}</div><h1>{k.title}</h1>{body}<div class="f">{k.foot()}</div>""",
        site="论坛",
    )


@layout(3)
def anchors_and_font_tags(k: Kit) -> str:
    return f"""<HTML><HEAD><META HTTP-EQUIV="Content-Type" CONTENT="text/html; charset=gb2312"><TITLE>{k.title}</TITLE></HEAD><BODY><A NAME=top></A><TABLE><TR><TD>{k.nav("<A HREF=/{n}><FONT COLOR=#FFFFFF>{}</FONT></A>")}</TD></TR></TABLE><P ALIGN=CENTER><FONT SIZE=+2><B>{k.title}</B></FONT></P><P ALIGN=CENTER><FONT COLOR=#808080>（{k.zh}）</FONT></P>{k.p('<P><A NAME=a><FONT FACE="宋体">　　{}</FONT>')}<P ALIGN=CENTER><A HREF=#top>回到顶部</A></BODY></HTML>"""


@layout(1)
def data_before_words(k: Kit) -> str:
    k.title = "青禾市档案馆库房改造项目招标公告"
    rows = [
        ("项目编号", "QHZB-2022-041"),
        ("预算金额", "186万元"),
        ("开标时间", "2022-03-21 09:00"),
        ("开标地点", "公共资源交易中心二楼"),
    ]
    cells = ""
    for a, b in rows:
        k.gold.append(a + b)
        cells += f"<tr><td>{a}</td><td>{b}</td></tr>"
    return page(
        k,
        f"""<div class="n">{k.nav()}</div><h1>{k.title}</h1><div class="s">发布日期：{k.day()}</div><div class="nr"><table>{cells}</table>{k.p(text=["凡符合条件的供应商，请于公告期内到交易中心领取招标文件，逾期不予受理。", "未尽事宜以招标文件为准，解释权归招标人所有。"])}</div><div class="b">{k.foot()}</div>""",
    )


@layout(9)
def times_as_lines(k: Kit) -> str:
    k.title = "成果路演活动安排"
    k.text = [
        "一、活动时间",
        "2022年4月18日 14:00",
        "二、活动地点",
        "会展中心三楼",
        "三、参加人员",
        "各县（区）科技局负责同志，高校院所和科技企业代表，共约一百二十人参加活动。",
        "请参加人员提前二十分钟入场，自觉遵守会场秩序，手机调至静音。",
    ]
    return page(
        k,
        f"""<div class="n">{k.nav()}</div><div class="t">{k.title}</div><div class="s">{k.day()} 来源：市科技局</div><div class="nr">{k.p("{}<br>", seam="")}</div><div class="b">{k.foot()}</div>""",
    )


@layout(5)
def list_article(k: Kit) -> str:
    k.title = "云栖五处好去处，走过的人都说值"
    intro = "周末不知道去哪儿？我们请常年走山的朋友推荐了五处，路不难走，风景各有各的好。"
    spots = ["石牌坊", "半山亭", "银杏坪", "西坡村", "茶亭"]
    items = "".join(
        f'<div class="item"><h3><a href="/s/{n}">{k.keep(str(n + 1) + "、" + s)}</a></h3><p>{{}}</p></div>'
        for n, s in enumerate(spots)
    )
    head = f"<p>{k.keep(intro)}</p>"
    texts = [
        k.keep(
            t
            + "这里四季都有人来，春看花、秋看叶，冬天雪后尤其安静，带上热茶坐半天也不觉得冷，是本地人才知道的地方。"
        )
        for t in k.text[1:6]
    ]
    return page(
        k,
        f"""<div class="n">{k.nav()}</div><div class="a"><h1>{k.title}</h1><div class="i">{k.day()} 山野志</div><div class="c">{head}{items.format(*texts)}</div></div><div class="r"><ul>{k.links(8)}</ul></div>""",
    )


@layout(8)
def long_question_and_answers(k: Kit) -> str:
    question = k.text[0] + k.text[0].replace("本人", "再补充一下，我")
    answers = "".join(
        f'<div class="answer-item"><div class="by"><a href="/u{n}">答主{n}</a> 回答于 {k.day()}</div><div class="content">{k.keep(t)}</div></div>'
        for n, t in enumerate(k.text[1:])
    )
    k.gold.insert(0, question)
    return page(
        k,
        f"""<div class="n">{k.nav()}</div><div class="q"><h1>{k.title}</h1><div class="desc">{question}</div></div><div class="as">{answers}</div><div class="r">{k.links(6, '<p><a href="/q">{}</a></p>')}</div>""",
        site="问答",
    )
