"""News portals."""

# ruff: noqa: E501 -- markup as pages have it

from tests.engine.documents.layouts.kit import Kit, layout, page


@layout(0)
def portal_with_comment_box(k: Kit) -> str:
    return page(
        k,
        f"""
<div class="top-nav"><ul>{k.nav()}</ul></div>
<div class="path-search"><div class="path"><a href="/">新闻中心</a> &gt; <a href="/c">国内新闻</a> &gt; 正文</div></div>
<div class="main-content w1240"><h1 class="main-title">{k.title}</h1>
<div class="top-bar"><div class="date-source"><span class="date">{k.zh} 10:22</span> <a class="source" href="#">青禾日报</a></div>
<div class="share-tools">分享到 <a>微博</a><a>微信</a></div></div>
<div class="article-content clearfix"><div class="article-content-left">
<div class="article" id="artibody">{k.p("<p>　　{}</p>")}
<div class="img_wrapper"><img src="a.jpg" alt="{k.title}"><span class="img_descr">新车驶出站台。周明 摄</span></div>
<p class="article-editor">责任编辑：王一 </p></div>
<div class="article-bottom"><div class="keywords">关键字 : <a>公交</a><a>氢能</a></div>
<div class="new-pl-list" id="comment-list">{k.comments(6, '<div class="item"><a>网友{n}</a><p>{}</p></div>')}</div></div></div>
<div class="article-content-right"><h3>24小时热文</h3><ul>{k.links(8)}</ul></div></div></div>
<div class="footer">{k.foot()}{k.rights()}</div>""",
    )


@layout(3)
def portal_with_end_marks(k: Kit) -> str:
    return page(
        k,
        f"""
<div class="ntes_nav_wrap">{k.nav('<a href="/{n}">{}</a>')}</div>
<div class="post_content" id="container"><div class="post_crumb"><a>首页</a> &gt; <a>新闻</a> &gt; 正文</div>
<h1 class="post_title">{k.title}</h1>
<div class="post_info">{k.day()} 07:31:09　来源: <a href="#">晨报</a> <a class="post_jubao">举报</a></div>
<div class="post_body"><p class="otitle">（原标题：{k.title}）</p>
<div>{k.p()}</div><p><!--AD--></p>
<div class="post_statement">特别声明：以上内容(如有图片或视频亦包括在内)为自媒体平台用户上传并发布，本平台仅提供信息存储服务。</div></div>
<div class="post_recommends"><h3>相关推荐</h3>{k.teasers(6, '<div class="post_recommend"><h4><a href="#">{title}</a></h4><p>{text}</p></div>')}</div></div>
<div class="post_side"><h2>热点新闻</h2><ul>{k.links(10)}</ul></div><div class="N-nav-bottom">{k.foot()}</div>""",
        seam="|",
    )


@layout(6)
def hashed_class_names(k: Kit) -> str:
    return page(
        k,
        f"""<div id="root"><div class="_3fK9a">{k.nav('<a class="x1">{}</a>')}</div>
<div class="css-8xj2"><div class="css-1vd84sn"><h1 class="css-k9">{k.title}</h1>
<div class="css-p1"><span>青禾观察</span><span>{k.day()} 18:40</span><span>1.2万阅读</span></div>
<div class="css-a2k">{k.p('<p class="css-77">{}</p>')}</div>
<div class="css-z0"><button>点赞</button><button>收藏</button></div></div>
<div class="css-r4"><div class="css-t">大家都在看</div>{k.teasers(5, '<a class="css-y" href="/{n}"><div>{title}</div><div>{text}</div></a>')}</div></div></div>
<script id="__NEXT_DATA__" type="application/json">{{"a":"<p>不是正文</p>"}}</script>""",
        seam=" - ",
    )


@layout(9)
def party_paper(k: Kit) -> str:
    return page(
        k,
        f"""<div class="nav"><a>首页</a>--<a>要闻</a></div>
<div class="layout rm_txt cf"><div class="col col-1 fl"><h3 class="pre"></h3><h1>{k.title}</h1>
<div class="author cf"></div><div class="channel cf"><div class="col-1-1 fl">{k.zh}08:11 | 来源：<a href="#">农民报</a></div>
<div class="col-1-1 fr"><a>小字号</a></div></div>
<div class="rm_txt_con cf"><div class="bza"></div>{k.p('<p style="text-indent: 2em;">　　{}</p>')}
<p class="paper_num">《 农民报 》（ {k.zh} 02 版）</p><div class="edit cf">(责编：李二、张三)</div></div>
<p class="share-txt">分享让更多人看到</p></div>
<div class="col col-2 fr"><h2><a>热门排行</a></h2><ul class="rmw_list">{k.links(9)}</ul></div></div>
<div class="footer">{k.rights()}</div>""",
        seam="--",
    )


@layout(0)
def agency_spans(k: Kit) -> str:
    return page(
        k,
        f"""<div class="header"><div class="header-top">{k.nav("<a>{}</a>")}</div>
<div class="header-cont"><div class="header-time left"><span class="year"><em>{k.on.year}</em></span><span class="day"><em>{k.on.month:02d}</em>/<em>{k.on.day:02d}</em></span><span class="time">16:03:22</span></div>
<div class="source">来源：青禾网</div><div class="head-line"><h1><span class="title">{k.title}</span></h1></div></div></div>
<div class="main"><div class="main-left left"><div id="detail"><span id="detailContent">{k.p("<p>　　{}</p>")}</span>
<div class="tiyi1 domPC"></div><div class="editor">【纠错】 <span>【责任编辑:刘四】</span></div></div>
<div class="relatedNews"><ul>{k.links(5)}</ul></div></div><div class="main-right right"><div class="columBox">{k.links(6)}</div></div></div>
<div class="foot">{k.rights()}</div>""",
        head=f'<meta name="publishdate" content="{k.day()}"><meta name="pubdate" content="{k.day("%Y-%m-%d")}T16:03:22">',
        seam="-",
    )


@layout(6)
def agency_with_advert_inside(k: Kit) -> str:
    first, rest = k.text[:2], k.text[2:]
    return page(
        k,
        f"""<div class="pageheader">{k.nav("<span><a>{}</a></span>")}</div><div class="con">
<div class="content_maincontent_more"><div class="content_left"><h1 class="content_left_title">{k.title}</h1>
<div class="content_left_time">{k.zh} 11:25　来源：中新社 <a class="content_left_big">大字体</a></div>
<div class="left_zw">{k.p("<p>　　{}</p>", first)}<div class="adInContent"><a href="#">【点击领取】新人专享好礼，限时三天</a></div>
{k.p("<p>　　{}</p>", rest)}<div class="adEditor"><span>【编辑:赵五】</span></div></div>
<div class="div624">更多精彩内容请进入社会频道</div></div>
<div class="right"><ul>{k.links(8)}</ul></div></div></div><div class="pagebottom">{k.foot()}</div>""",
    )


@layout(3)
def client_article(k: Kit) -> str:
    return page(
        k,
        f"""<article class="article" id="mp-editor"><p data-role="original-title" style="display:none">原标题：{k.title}</p>
{k.p('<p style="text-align:justify"><span>{}</span></p>')}
<p data-role="editor-name">责任编辑：<span></span></p></article>
<div class="statement">平台声明：该文观点仅代表作者本人，本号系信息发布平台，仅提供信息存储空间服务。</div>
<div class="bottom-relate-wrap clear type-3"><div class="article-push"><h4>推荐阅读</h4>{k.teasers(5, '<div class="news-wrap"><h4><a>{title}</a></h4><span>{day}</span></div>')}</div></div>
<aside class="sidebar"><h4>作者其他文章</h4><ul>{k.links(5)}</ul></aside>""",
        head=f'<meta property="og:release_date" content="{k.day()} 20:15">',
    )


@layout(0)
def magazine_html5(k: Kit) -> str:
    return page(
        k,
        f"""<header class="site-header"><nav>{k.nav()}</nav></header><main><article>
<header><h1>{k.title}</h1><p class="byline">文 / 周小舟 <time datetime="{k.day()}T09:00:00+08:00">{k.zh}</time></p></header>
<figure><img src="a.jpg"><figcaption>枢纽外景，摄于启用当日。图 / 本刊资料</figcaption></figure>
<section class="body">{k.p()}</section><footer><p>标签：交通 能源</p></footer></article>
<aside><h2>你可能还喜欢</h2>{k.teasers(4, "<section><h3><a>{title}</a></h3><p>{text}</p></section>")}</aside></main>
<footer>{k.foot()}</footer>""",
    )


@layout(6)
def short_news_long_sidebar(k: Kit) -> str:
    k.text = k.text[:2]
    return page(
        k,
        f"""<div id="head">{k.nav()}</div><div id="wrap"><div id="left"><h2>{k.title}</h2><div class="info">{k.day("%Y/%m/%d")} 09:12 来源：县融媒体中心 点击：<span>153</span></div>
<div class="con">{k.p("<p>{}</p>")}</div></div>
<div id="right"><div class="box"><div class="tit">推荐阅读</div>{k.teasers(9, '<dl><dt><a href="#">{title}</a></dt><dd>{text}<a href="#">[详细]</a></dd></dl>')}</div></div></div>
<div id="bottom">{k.rights()}</div>""",
    )


@layout(9)
def short_news_many_comments(k: Kit) -> str:
    k.text = k.text[:3]
    return page(
        k,
        f"""<div class="crumbs">首页 &gt; 财经 &gt; 正文</div><div class="artTitle"><h1>{k.title}</h1></div>
<div class="artInfo"><span>{k.zh} 14:02</span><span>临川新闻网</span></div><div class="artContent">{k.p()}</div>
<div class="cmtWrap"><h3>网友评论</h3>{k.comments(25, '<div class="cmtItem"><span class="u">用户{n}</span><span>{day}</span><p>{}</p></div>')}</div>""",
    )


@layout(3)
def parts_with_adverts(k: Kit) -> str:
    half = len(k.text) // 2
    return page(
        k,
        f"""<div class="g-nav">{k.nav()}</div><div class="g-mn"><h1>{k.title}</h1><p class="from">{k.day()} 来源：都市报</p>
<div class="txt part1">{k.p(text=k.text[:half])}</div><div class="ad_box"><a href="#"><img alt="广告"></a></div>
<div class="txt part2">{k.p(text=k.text[half:])}</div><div class="page"><a>1</a><a>2</a><a>下一页</a></div></div>
<div class="g-sd"><h3>图片新闻</h3><ul>{k.links(6)}</ul></div>""",
    )


@layout(9)
def bold_questions(k: Kit) -> str:
    asked = ["对接会今年有什么不同？", "企业最关心什么？", "明年有什么打算？"]
    parts = []
    for n, text in enumerate(k.text[1:]):
        if n < len(asked):
            parts.append(f"<p><strong>{k.keep('记者：' + asked[n])}</strong></p>")
        parts.append(f"<p>{k.keep(text)}</p>")
    return page(
        k,
        f"""<div class="channel-nav">{k.nav()}</div><div class="detail"><h1>{k.title}</h1><div class="detail-info"><em>{k.day()} 10:10:10</em><em>来源：乡村频道</em><em>作者：林六</em></div>
<div class="detail-content">{"".join(parts)}</div><div class="detail-tags"><a>农产品</a></div></div>
<div class="detail-next"><p>上一篇：<a>老字号面馆搬家，街坊排队两小时</a></p><p>下一篇：<a>城南夜市升级改造完成</a></p></div>""",
    )


@layout(0)
def figures_in_a_table(k: Kit) -> str:
    rows = [
        ("指标", "2022年", "2023年"),
        ("公交车数量", "860辆", "912辆"),
        ("日均客流", "31.2万人次", "35.8万人次"),
        ("新能源占比", "62%", "78%"),
    ]
    cells = "".join("<tr>" + "".join(f"<td>{c}</td>" for c in row) + "</tr>" for row in rows)
    before, after = k.p(text=k.text[:3]), ""
    k.gold += ["".join(row) for row in rows]
    after = k.p(text=k.text[3:])
    return page(
        k,
        f"""<div class="nav_top">{k.nav()}</div><div class="news_box"><h1 class="news_title">{k.title}</h1><div class="news_time">发布时间：{k.day()} 信息来源：市交通局</div>
<div class="news_con">{before}<table class="data" border="1">{cells}</table>{after}</div></div>
<div class="news_list_r"><ul>{k.links(7)}</ul></div>""",
    )


@layout(6, encoding="big5hkscs")
def traditional_big5(k: Kit) -> str:
    import opencc

    convert = opencc.OpenCC("s2t").convert
    return convert(
        page(
            k,
            f"""<div class="menu">{k.nav()}</div><div class="content"><h1>{k.title}</h1><div class="date">{k.zh}</div>
<div class="story">{k.p("<p>{}</p>")}</div></div><div class="related">相關新聞<ul>{k.links(4)}</ul></div>""",
            charset="big5",
        )
    )
