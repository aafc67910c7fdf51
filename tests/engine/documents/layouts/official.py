"""Governments, schools, hospitals: old and new content management."""

# ruff: noqa: E501 -- markup as pages have it

from tests.engine.documents.layouts.kit import Kit, layout, page


@layout(1)
def central_government(k: Kit) -> str:
    return page(
        k,
        f"""<div class="header"><a>首页</a>|<a>简</a>|<a>繁</a>|<a>EN</a>|<a>登录</a></div>
<div class="BreadcrumbNav"><a>首页</a> &gt; <a>政策</a> &gt; 正文</div>
<div class="article oneColumn pub_border"><h1 id="ti">{k.title}</h1><div class="pages-date">{k.day()} 17:21 <span class="font">来源： 工业和信息化局</span><div class="pages_print">字号：<span>默认</span> <span>大</span> 打印</div></div>
<div class="pages_content" id="UCAP-CONTENT">{k.p('<p style="text-indent: 2em; font-family: 宋体;">{}</p>')}</div>
<div class="editor" id="editor"><span>责任编辑：陈七</span></div></div>
<div class="related"><h2>相关稿件</h2><ul>{k.links(3)}</ul></div><div class="footer">{k.rights()}</div>""",
    )


@layout(1)
def zoom_cell(k: Kit) -> str:
    k.text[-1:] = [k.text[-1], "青禾市工业和信息化局", k.zh]
    return page(
        k,
        f"""<table width="1000" align="center"><tr><td><a>首页</a></td><td><a>政务公开</a></td><td><a>办事服务</a></td></tr></table>
<table width="1000" align="center"><tr><td class="dqwz">当前位置：<a>首页</a> &gt; <a>通知公告</a></td></tr></table>
<table width="1000" align="center"><tr><td align="center" class="bt">{k.title}</td></tr>
<tr><td align="center">发布日期：{k.day()}　　信息来源：市工信局　　点击数：<script>document.write(12)</script>　　字体：【<a>大</a> <a>中</a> <a>小</a>】</td></tr>
<tr><td id="zoom" class="zw">{k.p('<p class="MsoNormal" style="text-indent:32pt"><span lang="EN-US"><span style="font-size:16pt">{}</span></span></p>')}</td></tr>
<tr><td align="right">【<a>打印本页</a>】【<a>关闭窗口</a>】</td></tr></table>
<table width="1000" align="center"><tr><td align="center">主办单位：青禾市工业和信息化局　技术支持：青禾信息中心<br>{k.rights("{}<br>")}</td></tr></table>""",
        seam="-",
    )


@layout(1)
def index_table_above(k: Kit) -> str:
    rows = "".join(
        f"<tr><td class='lab'>{a}</td><td>{b}</td></tr>"
        for a, b in (
            ("索引号：", "QH-2021-0042"),
            ("发文机关：", "青禾市工业和信息化局"),
            ("发文字号：", "青工信〔2021〕42号"),
            ("成文日期：", k.zh),
            ("主题分类：", "工业、交通\\中小企业"),
            ("公开方式：", "主动公开"),
        )
    )
    return page(
        k,
        f"""<div class="top">{k.nav()}</div><div class="location">您的位置：<a>首页</a>/<a>政府信息公开</a></div>
<div class="xxgk"><table class="xxgk_table">{rows}</table></div><div class="con_title">{k.title}</div>
<div class="time">发布时间：{k.day()} 16:00　浏览次数：<span>208</span></div>
<div class="TRS_Editor"><style>.TRS_Editor P{{margin:0}}</style><div class="TRS_PreAppend">{k.p('<p align="justify">　　{}</p>')}</div></div>
<div class="fujian">相关附件：<ul><li><a href="a.doc">附件1：试点申报书.doc</a></li></ul></div>
<div class="bottom">{k.rights()}</div>""",
    )


@layout(9)
def county_breaks_only(k: Kit) -> str:
    return page(
        k,
        f"""<div class="wrap"><div class="daohang">{k.nav("<a>{}</a>")}</div><div class="weizhi">当前位置：首页 → 县区动态</div>
<div class="biaoti">{k.title}</div><div class="laiyuan">来源：临川区农业农村局 作者：吴松 时间：{k.day()} 字体：<a>大</a> <a>小</a></div>
<div class="neirong">{k.p("&nbsp;&nbsp;&nbsp;&nbsp;{}<br />", seam="<br />")}</div>
<div class="shangxia"><p>上一条：<a>城南夜市升级改造完成</a></p><p>下一条：<a>地铁三号线延长线开始铺轨</a></p></div></div><div class="dibu">{k.foot()}<p>ICP备00000000号</p></div>""",
        charset="gb2312",
    )


@layout(6)
def school_site(k: Kit) -> str:
    return page(
        k,
        f"""<div class="head"><ul class="menu">{k.nav()}</ul></div><div class="ny_right"><div class="ar_title"><h3>{k.title}</h3><h6>{k.day()}　 点击:[<span id="dynclicks">0</span>]</h6></div>
<form name="_newscontent_fromname"><div class="ar_article"><div id="vsb_content"><div class="v_news_content">{k.p('<p class="vsbcontent_start" style="line-height:2em"><span style="font-family:微软雅黑">{}</span></p>')}
<p style="text-align: right">（图文：校医院 审核：党委宣传部）</p></div></div></div></form>
<p align="right">【<a href="javascript:window.close()">关闭</a>】</p></div><div class="ny_left"><ul>{k.nav()}</ul></div><div class="copyright">{k.rights()}</div>""",
    )


@layout(1)
def portal_json_dates(k: Kit) -> str:
    return page(
        k,
        f"""<div class="gov-top">{k.nav()}</div><div class="gov-main"><div class="zhengwen"><h2 class="title">{k.title}</h2>
<div class="con"><ucapcontent>{k.p("<p>{}</p>")}</ucapcontent></div></div></div><div class="gov-foot">{k.rights()}</div>""",
        head=f'<meta name="ArticleTitle" content="{k.title}"><meta name="PubDate" content="{k.day()} 09:30"><meta name="ContentSource" content="市工信局"><meta name="SiteName" content="青禾市人民政府">',
    )


@layout(1)
def tender_rows(k: Kit) -> str:
    k.title = "青禾市档案馆智能库房设备采购项目中标公告"
    rows = [
        ("项目编号", "QHCG-2022-118"),
        ("采购人", "青禾市档案馆"),
        ("中标单位", "安川智能装备有限公司"),
        ("中标金额", "286.5万元"),
    ]
    head = f"<p>{k.keep('青禾市公共资源交易中心受青禾市档案馆委托，就智能库房设备采购项目组织公开招标，现将中标结果公告如下：')}</p>"
    cells = ""
    for a, b in rows:
        k.gold.append(a + b)
        cells += f"<tr><th>{a}</th><td>{b}</td></tr>"
    tail = f"<p>{k.keep('各有关当事人对中标结果有异议的，可以在中标公告发布之日起七个工作日内，以书面形式向采购代理机构提出质疑，逾期将不再受理。')}</p><p>{k.keep('联系人：钱工　电话：010-00000002')}</p>"
    return page(
        k,
        f"""<div class="topmenu">{k.nav()}</div><div class="ewb-path">首页 &gt; 交易信息 &gt; 中标公告</div><div class="ewb-article"><h3>{k.title}</h3><div class="ewb-article-sources"><p>【信息时间： {k.day("%Y/%m/%d")}　阅读次数：66】</p></div>
<div class="ewb-article-info">{head}<table border="1">{cells}</table>{tail}</div></div><div class="ewb-ft">{k.rights()}</div>""",
    )


@layout(9)
def legacy_tag_soup(k: Kit) -> str:
    return page(
        k,
        f"""<TABLE WIDTH=760 BORDER=0 ALIGN=CENTER><TR><TD>{k.nav("<A HREF=/{n}>{}</A>", " | ")}</TABLE>
<TABLE WIDTH=760 ALIGN=CENTER><TR><TD VALIGN=TOP WIDTH=560><CENTER><B><FONT SIZE=5>{k.title}</FONT></B><BR>http://www.example.cn　{k.zh}09:05　临川日报</CENTER><HR>
<FONT SIZE=3>{k.p("<P>　　{}", seam="")}</FONT><HR><FONT COLOR=RED>相关报道</FONT><UL>{k.links(4, "<LI><A HREF=a.htm>{}</A>")}</UL>
<TD VALIGN=TOP WIDTH=200><B>热点专题</B><BR>{k.links(8, "·<A HREF=a.htm>{}</A><BR>")}</TABLE><CENTER>{k.rights("<P>{}")}</CENTER>""",
        charset="gb2312",
        seam="-",
    )


@layout(3, encoding="gb18030")
def gbk_nested_tables(k: Kit) -> str:
    return page(
        k,
        f"""<table><tr><td>{k.nav("<a>{}</a>&nbsp;")}</td></tr></table><table width="950"><tr>
<td width="220" valign="top"><table><tr><td>最新文章</td></tr><tr><td>{k.links(7, "<a href=#>{}</a><br>")}</td></tr></table></td>
<td valign="top"><table width="100%"><tr><td align="center"><font size="4"><b>{k.title}</b></font></td></tr><tr><td align="center">作者：佚名　文章来源：本站原创　点击数：<script></script>　更新时间：{k.day()}</td></tr>
<tr><td class="content"><table align="left"><tr><td><script>ad()</script></td></tr></table><font style="font-size:14px">{k.p("　　{}", seam="<br><br>")}</font></td></tr>
<tr><td>文章录入：admin　　责任编辑：admin</td></tr><tr><td><li>上一篇文章： <a>没有了</a></li><li>下一篇文章： <a>他把废旧轮胎变成了艺术品</a></li></td></tr>
<tr><td align="right">【<a>发表评论</a>】【<a>加入收藏</a>】【<a>告诉好友</a>】【<a>打印此文</a>】【<a>关闭窗口</a>】</td></tr></table>
<table><tr><td>网友评论：（只显示最新10条。评论内容只代表网友观点，与本站立场无关！）</td></tr></table></td></tr></table><table><tr><td>{k.foot()}</td></tr></table>""",
        charset="gb2312",
        seam=" - ",
    )
