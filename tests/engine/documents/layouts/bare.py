"""Pages with little or no structure."""

# ruff: noqa: E501 -- markup as pages have it

from tests.engine.documents.layouts.kit import Kit, layout, page


@layout(3)
def no_names_at_all(k: Kit) -> str:
    return page(
        k,
        f"""<div>{k.nav('<a href="/{n}">{}</a> ')}</div><div><h1>{k.title}</h1><div>{k.day()} 08:00 城市周报</div>{k.p()}</div><div>{k.links(10, "<div><a>{}</a></div>")}</div><div>{k.foot()}</div>{k.rights()}""",
    )


@layout(9)
def flat_body(k: Kit) -> str:
    return f"""<html><head><title>{k.title}</title></head><body>{k.nav('<a href="/{n}">{}</a> | ')}<h2>{k.title}</h2><i>{k.zh}</i>{k.p("<p>{}")}<hr>{k.links(6, "<a href=#>{}</a><br>")}<p>{k.legal}</p></body></html>"""


@layout(5)
def mobile_page(k: Kit) -> str:
    return page(
        k,
        f"""<section class="m-top"><a>首页</a><a>频道</a></section><section data-v-1="" class="m-art"><h1 data-v-1="">{k.title}</h1><div data-v-1="" class="m-sub"><span>山野志</span><span>{k.day()} 06:30</span></div>{k.p('<p data-v-1=""><span data-v-1="">{}</span></p>')}<div class="open-app">打开APP，查看更多精彩图片</div></section>
<section class="m-list">{k.teasers(6, "<a><h3>{title}</h3><p>{text}</p></a>")}</section>""",
    )


@layout(2)
def chapter_of_a_novel(k: Kit) -> str:
    k.dated = False
    k.title = "第十二章 河边的仓库"
    return page(
        k,
        f"""<div class="nav">{k.nav()}</div><div class="con_top"><a>书库</a> &gt; <a>木头有脾气</a> &gt; {k.title}</div><div class="bookname"><h1>{k.title}</h1><div class="bottem1"><a>上一章</a> ← <a>章节目录</a> → <a>下一章</a> <a>加入书签</a></div></div>
<div id="content">{k.p("&nbsp;&nbsp;&nbsp;&nbsp;{}", seam="<br /><br />")}</div><div class="bottem2"><a>上一章</a> ← <a>章节目录</a> → <a>下一章</a></div><div class="footer"><p>本站所有小说为转载作品，所有章节均由网友上传，转载至本站只是为了宣传本书让更多读者欣赏。</p></div>""",
        site="书库",
    )


@layout(2)
def verses(k: Kit) -> str:
    k.title, k.dated = "河边", False
    lines = [
        "仓库的门朝着河",
        "河水朝着没有名字的远方",
        "我把木头锯开",
        "里面是一圈一圈的年月",
        "像有人很久以前",
        "把话说了一半",
        "刨花落在地上",
        "落在黄昏的鞋上",
        "师父在墙边抽烟",
        "他不说话",
        "木头替他说",
    ]
    return page(
        k,
        f"""<div class="nav"><ul>{k.nav()}</ul></div><div class="poem"><h1>{k.title}</h1><div class="poet">作者：木木</div><div class="poem-body">{k.p("{}<br>", lines, "")}</div></div><div class="list"><ul>{k.links(6)}</ul></div><div class="foot">{k.foot()}</div>""",
        site="诗歌网",
    )


@layout(0)
def unclosed_and_crossed(k: Kit) -> str:
    return f"""<html><head><title>{k.title} - 旧站</title><body bgcolor=#ffffff><div id=top><ul>{k.nav("<li><a href=/{n}>{}")}</ul></div><div id=main><b><h1>{k.title}</b></h1><span class=t>时间：{k.day()} 来源：旧站<div class=c>{k.p("<p><font color=#333>{}</p></font>")}</div></span><div id=rel><h3>相关文章<ul>{k.links(5, "<li><a href=#>{}")}</ul></div><div id=foot>{k.foot()}"""


@layout(6)
def text_in_linked_words(k: Kit) -> str:
    marked = [
        t.replace("县", '<a class="kw" href="/k">县</a>').replace(
            "医院", '<a class="kw" href="/k">医院</a>'
        )
        for t in k.text
    ]
    k.gold += k.text
    return page(
        k,
        f"""<div class="nav">{k.nav()}</div><div class="c"><h1>{k.title}</h1><div class="m">{k.day()}　健康报</div><div class="t">{"".join(f"<p>{t}</p>" for t in marked)}</div></div><div class="r"><ul>{k.links(9)}</ul></div>""",
    )


@layout(3)
def date_above_and_clock(k: Kit) -> str:
    return page(
        k,
        f"""<div class="today">今天是2024年2月2日 星期五 欢迎光临</div><div class="nav">{k.nav()}</div><div class="d">{k.zh}</div><div class="h">{k.title}</div><div class="w">{k.p()}</div><div class="o"><p>相关链接</p>{k.links(4, "<p><a>{}</a> 2023-01-05</p>")}</div>""",
    )
