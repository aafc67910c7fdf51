"""Pages that are hard for one reason each; composed after the rules, to try them."""

# ruff: noqa: E501 -- markup as pages have it

from tests.engine.documents.layouts.kit import Kit, layout, page


@layout(9)
def event_notice(k: Kit) -> str:
    k.title = "关于举办科技成果路演活动的通知"
    k.text = [
        "各高校院所、科技企业：",
        "为促进科技成果转化，定于近期举办科技成果路演活动，现将有关事项通知如下。",
        "一、活动时间",
        "4月18日14:00—17:00",
        "二、活动地点",
        "青禾市会展中心三楼报告厅",
        "三、组织单位",
        "主办单位：青禾市科学技术局",
        "承办单位：青禾市技术转移中心",
        "四、联系方式",
        "联系人：钱工，电话：010-00000002",
        "如有问题，请及时与我们联系。",
        "青禾市科学技术局",
        k.zh,
    ]
    return page(
        k,
        f"""<div class="head">{k.nav()}</div><div class="pos">当前位置：<a href="/">首页</a> &gt; <a href="/t">通知公告</a></div><div class="art"><h2>{k.title}</h2><p class="inf">发布时间：{k.day()} 阅读：210</p><div class="artc">{k.p("<p>{}</p>")}</div></div><div class="foot">{k.rights()}</div>""",
    )


@layout(4)
def tutorial_intro(k: Kit) -> str:
    k.text = [
        "本文为大家介绍如何用三步排查内存问题，适合刚接触线上运维的读者。",
        *k.text,
        "投诉处理流程",
        "推广使用的注意事项写在下一个版本的说明里，欢迎关注后续更新。",
    ]
    return page(
        k,
        f"""<div class="nav">{k.nav()}</div><div class="tut"><h1>{k.title}</h1><p><a name="top"></a>更新于 {k.day()} 11:20:05</p>{k.p('<a name="s"><p>{}</p>')}</div><div class="side"><ul>{k.links(9)}</ul></div>""",
    )


@layout(6)
def announcement_beside(k: Kit) -> str:
    note = "本站公告：近期有不法分子冒充我站工作人员收取费用，我站从不向作者收取任何费用，请广大读者提高警惕，谨防上当受骗。"
    about = "本站成立于2005年，致力于为广大读者提供健康、及时、有用的资讯，欢迎各界朋友来稿，来稿一经采用，即付稿酬。"
    return page(
        k,
        f"""<div id="l"><h4>公告</h4><p>{note}</p><h4>栏目</h4><ul>{k.nav()}</ul><ul>{k.links(12)}</ul></div><div id="m"><h1>{k.title}</h1><div>{k.day()} 健康时报</div><div class="tt">{k.p()}</div></div><div id="r"><ul>{k.links(12)}</ul><h4>关于本站</h4><p>{about}</p></div>""",
    )


@layout(3)
def shown_by_script(k: Kit) -> str:
    return page(
        k,
        f"""<div class="bar">{k.nav()}</div><div id="wrap" style="display:none"><h1>{k.title}</h1><span>{k.day()} 10:00</span><div class="rich">{k.p()}</div></div><div class="loading">加载中</div>""",
    )


@layout(0)
def letter_and_reply(k: Kit) -> str:
    k.title = "关于17路公交车班次的咨询"
    k.text = [
        "您好，我家住城北新区，最近发现17路公交车早高峰间隔变长，经常要等二十多分钟，请问是什么原因，能不能增加班次？",
        "市民您好，您反映的问题已收悉。近期17路正在更换氢能公交车，部分车辆调试，造成间隔变长。自下周一起早高峰将增加8个班次，间隔缩短到8分钟以内。感谢您对公交工作的支持。",
    ]
    return page(
        k,
        f"""<div class="h">{k.nav()}</div><div class="box"><table><tr><th>来信标题</th><td>{k.title}</td></tr><tr><th>来信时间</th><td>{k.day()}</td></tr><tr><th>来信内容</th><td>{k.keep(k.text[0])}</td></tr><tr><th>回复单位</th><td>市交通运输局</td></tr><tr><th>回复内容</th><td>{k.keep(k.text[1])}</td></tr></table></div><div class="f">{k.rights()}</div>""",
    )


@layout(1)
def law_articles(k: Kit) -> str:
    k.title = "青禾市科技成果转化促进办法"
    k.text = [
        "第一章 总则",
        "第一条 为了促进科技成果转化，规范转化活动，根据有关法律、行政法规，结合本市实际，制定本办法。",
        "第二条 本办法适用于本市行政区域内的科技成果转化及其服务、保障活动。",
        "第二章 组织实施",
        "第三条 市、县人民政府应当将科技成果转化纳入国民经济和社会发展规划，加大财政投入，引导社会资金投入。",
        "第四条 利用财政资金设立的科研项目，承担者应当按照规定提交科技报告，并将成果汇交到本市科技成果信息系统。",
        "第五条 本办法自公布之日起施行。",
    ]
    return page(
        k,
        f"""<div class="hd">{k.nav()}</div><div class="law"><h1>{k.title}</h1><p align="center">（{k.zh}公布）</p>{k.p("<p>{}</p>")}</div><div class="ft">{k.rights()}</div>""",
    )


@layout(6)
def photo_story(k: Kit) -> str:
    k.text = k.text[:3]
    pictures = "".join(
        f'<div class="pic"><a href="/p{n}"><img src="{n}.jpg"></a><p>{k.keep(t)}</p></div>'
        for n, t in enumerate(k.text)
    )
    return page(
        k,
        f"""<div class="nav">{k.nav()}</div><div class="gal"><h1>{k.title}</h1><div class="d">{k.day()} 09:00 来源：县融媒体中心</div>{pictures}</div><div class="more"><h3>更多图片</h3>{k.links(8, '<div class="th"><a href="/g"><img>{}</a></div>')}</div>""",
    )


@layout(2)
def index_of_posts(k: Kit) -> str:
    k.dated = False
    k.title = "河边木工"
    posts = "".join(
        f'<div class="post"><h2><a href="/p/{n}">{["辞职", "学艺", "木性", "订单", "不悔"][n]}这一年的笔记</a></h2><div class="entry"><p>{k.keep(t)}</p></div><p class="postmetadata">分类：随笔 | 评论(3)</p></div>'
        for n, t in enumerate(k.text)
    )
    return page(
        k,
        f"""<div id="header"><h1>河边木工</h1></div><div id="content">{posts}<div class="navigation"><a href="/2">« 更早文章</a></div></div><div id="sidebar"><ul>{k.links(6)}</ul></div>""",
        site="首页",
    )


@layout(5)
def preformatted_mail(k: Kit) -> str:
    whole = "\n\n".join(f"　　{k.keep(t)}" for t in k.text)
    return f"<html><head><title>{k.title}</title></head><body><a href=/>上层目录</a> <a href=/n>下一封</a><hr><b>{k.title}</b><br>{k.day()} 12:11:09<pre>{whole}</pre><hr><a href=/>上层目录</a></body></html>"


@layout(7)
def bullets_of_a_shop(k: Kit) -> str:
    k.dated = False
    points = [
        "一键制作六种花式咖啡，早起不慌张",
        "陶瓷磨盘十二档可调，豆香留得住",
        "双锅炉系统，萃取打奶两不误",
        "一点八升大水箱，可拆洗滴水盘",
        "整机保修两年，磨盘保修五年",
    ]
    return page(
        k,
        f"""<div id="nav-belt">{k.nav()}</div><div id="dp"><div id="centerCol"><h1 id="title">{k.title}</h1><div id="price">￥2,399.00</div><div id="feature-bullets"><ul>{k.p("<li><span>{}</span></li>", points)}</ul></div></div>
<div id="descriptionAndDetails"><h2>商品描述</h2><div id="productDescription">{k.p("<p>{}</p>")}</div></div></div><div id="similar"><h2>浏览此商品的顾客也看了</h2>{k.links(8, '<div class="c"><a href="/d">{}</a><span>￥99.00</span></div>')}</div>""",
        site="网上商城",
    )


@layout(9)
def unnamed_comments(k: Kit) -> str:
    return page(
        k,
        f"""<div class="w1">{k.nav()}</div><div class="w2"><h1>{k.title}</h1><div class="w3">{k.day()} 财经网</div><div class="w4">{k.p()}</div><div class="w5">{k.comments(7, '<div class="x1"><div class="x2"><a href="/u">网友{n}</a> {day} 10:2{n}</div><div class="x3">{}</div><div class="x4"><a href="#">回复</a> <a href="#">顶(3)</a></div></div>')}</div></div>""",
    )


@layout(0)
def list_inside_article(k: Kit) -> str:
    stops = ["城北枢纽至火车站", "火车站至人民医院", "人民医院至会展中心", "会展中心至大学城"]
    head, tail = k.p(text=k.text[:3]), ""
    items = k.p("<li>{}</li>", stops)
    tail = k.p(text=k.text[3:])
    return page(
        k,
        f"""<div class="nav">{k.nav()}</div><article><h1>{k.title}</h1><div class="meta">{k.day()}</div>{head}<ul>{items}</ul>{tail}</article><div class="hotlist"><ol>{k.links(10)}</ol></div>""",
    )


@layout(3)
def left_column_first(k: Kit) -> str:
    return page(
        k,
        f"""<table width="100%"><tr><td width="180" valign="top"><b>栏目导航</b><br>{k.nav('<a href="/{n}">{}</a><br>')}<b>热点新闻</b><br>{k.links(15, '<a href="/n">{}</a><br>')}</td><td valign="top"><p align="center"><b>{k.title}</b></p><p align="center">{k.zh} 城市晚报</p>{k.p("<p>　　{}")}<p align="right">（记者 王小明）<p align="right">[<a href="/">返回首页</a>]</td></tr></table>""",
        charset="gb2312",
    )


@layout(6)
def teasers_around_short_text(k: Kit) -> str:
    k.text = [
        "县医院上线远程会诊平台，覆盖全县14个乡镇卫生院，已完成会诊1260例，山里老人看病少跑八十公里。"
    ]
    return page(
        k,
        f"""<div class="t">{k.nav()}</div><div class="c1"><h1>{k.title}</h1><p class="c2">{k.day()} 08:01</p><div class="c3">{k.p()}</div></div><div class="c4">{k.teasers(8, '<div class="c5"><h3><a href="/{n}">{title}</a></h3><p>{text}</p></div>')}</div>""",
    )


@layout(2)
def quotes_in_a_thread(k: Kit) -> str:
    return page(
        k,
        f"""<div class="bread"><a href="/">论坛</a></div><div class="topic"><h1>{k.title}</h1><div class="p"><div class="u"><a href="/u1">木木</a><br>等级：7<br>来自：青禾</div><div class="b"><div class="tm">发表于 {k.day()} 20:11</div><div class="msg">{k.p("{}<br><br>")}</div></div></div>
{"".join(f'<div class="p"><div class="u"><a href="/u">用户{n}</a><br>等级：3<br>来自：临川</div><div class="b"><div class="tm">发表于 {k.day()} 21:1{n}</div><div class="msg">{k.keep(t)}</div></div></div>' for n, t in enumerate(["写得真好，看得我也想去学木工了，请问学费大概多少？", "我爷爷就是木匠，看到榫头那一段，眼睛都湿了。", "老榆木确实难做，我劈坏过三块板子，说多了都是泪。"]))}</div><div class="f">{k.foot()}</div>""",
        site="手工论坛",
    )


@layout(1)
def doubled_frames_of_divs(k: Kit) -> str:
    wrapped = "".join(f"<div><div><div><span>{k.keep(t)}</span></div></div></div>" for t in k.text)
    return page(
        k,
        f"""<div id="app"><div><div>{k.nav('<div><a href="/{n}"><span>{}</span></a></div>')}</div><div><div><div><span>{k.title}</span></div><div><span>发布日期：</span><span>{k.day()}</span></div><div>{wrapped}</div></div></div><div>{k.foot('<div><a href="#">{}</a></div>', "")}</div></div></div>""",
    )
