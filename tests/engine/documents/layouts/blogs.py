"""Blogs, technical notes, encyclopedias, instructions."""

# ruff: noqa: E501 -- markup as pages have it

import json

from tests.engine.documents.layouts.kit import Kit, layout, page


@layout(2)
def press_theme(k: Kit) -> str:
    return page(
        k,
        f"""<div id="page" class="hfeed site"><header id="masthead"><h1 class="site-title"><a>河边木工</a></h1><nav class="main-navigation"><ul>{k.nav()}</ul></nav></header>
<div id="content" class="site-content has-sidebar"><div id="primary"><main><article id="post-12" class="post-12 post type-post hentry"><header class="entry-header"><h1 class="entry-title">{k.title}</h1>
<div class="entry-meta"><span class="posted-on">发表于 <time class="entry-date" datetime="{k.day()}T21:30:00+08:00">{k.zh}</time></span> 由 <a>木木</a></div></header>
<div class="entry-content">{k.p()}<div class="sharedaddy"><h3>分享：</h3><a>微博</a></div></div><footer class="entry-footer">分类：<a>随笔</a> 标签：<a>木工</a></footer></article>
<nav class="navigation post-navigation"><a>上一篇 如何用手机拍出好看的月亮</a><a>下一篇 城南夜市升级改造完成</a></nav>
<div id="comments" class="comments-area"><h2>《{k.title}》有 5 条评论</h2><ol class="comment-list">{k.comments(5, '<li class="comment"><b>读者{n}</b>说道：<p>{}</p><a>回复</a></li>')}</ol>
<form id="commentform"><label>评论 *</label><textarea></textarea><p>电子邮件地址不会被公开。 必填项已用*标注</p></form></div></main></div>
<aside id="secondary" class="widget-area"><section class="widget"><h2>近期文章</h2><ul>{k.links(5)}</ul></section><section class="widget"><h2>近期评论</h2><ul>{k.comments(3, "<li>读者{n}：{}</li>")}</ul></section></aside></div>
<footer class="site-footer">自豪地采用某建站系统</footer></div>""",
        site="河边木工",
        seam=" – ",
    )


@layout(4)
def static_blog(k: Kit) -> str:
    data = {
        "@context": "https://schema.org",
        "@type": "BlogPosting",
        "headline": k.title,
        "datePublished": f"{k.day()}T10:00:00.000+08:00",
    }
    code = "with open(path) as lines:\n    for line in lines:\n        handle(line)"
    first, rest = k.p(text=k.text[:3]), ""
    k.gold.append(code)
    rest = k.p(text=k.text[3:])
    return page(
        k,
        f"""<div class="headband"></div><main class="main"><header class="header"><div class="brand">某人的笔记</div><ul class="main-menu menu">{k.nav()}</ul></header>
<aside class="sidebar"><div class="post-toc"><ol class="nav"><li><a>1. 复现</a></li><li><a>2. 原因</a></li></ol></div><div class="site-state">86 日志 12 分类 40 标签</div></aside>
<div class="post-block"><article class="post-content"><header class="post-header"><h1 class="post-title">{k.title}</h1><div class="post-meta"><span>发表于 <time datetime="{k.day()}T10:00:00+08:00">{k.day()}</time></span><span>本文字数： 1.1k</span><span>阅读时长 ≈ 2 分钟</span></div></header>
<div class="post-body">{first}<figure class="highlight"><table><tr><td class="code"><pre>{code}</pre></td></tr></table></figure>{rest}</div>
<footer class="post-footer"><div class="post-copyright"><ul><li><strong>本文作者： </strong>某人</li><li><strong>本文链接：</strong><a>https://example.org/a</a></li><li><strong>版权声明： </strong>本博客所有文章除特别声明外，均采用许可协议，转载请注明出处！</li></ul></div></footer></article></div></main>""",
        head=f'<script type="application/ld+json">{json.dumps(data, ensure_ascii=False)}</script>',
        seam=" | ",
    )


@layout(4)
def garden_of_developers(k: Kit) -> str:
    return page(
        k,
        f"""<div id="home"><div id="header"><div id="navigator"><ul>{k.nav()}</ul><div class="blogStats">随笔 - 120 文章 - 0 评论 - 88</div></div></div>
<div id="main"><div id="mainContent"><div class="forFlow"><div id="topics"><div class="post"><h1 class="postTitle"><a>{k.title}</a></h1>
<div id="cnblogs_post_body" class="blogpost-body">{k.p("<p>{}</p>")}</div><div id="blog_post_info_block"><div id="green_channel"><a>好文要顶</a><a>关注我</a><a>收藏该文</a></div></div>
<div class="postDesc">posted @ <span id="post-date">{k.day()} 22:16</span> <a>某开发者</a> 阅读(<span>3021</span>) 评论(<span>4</span>) <a>编辑</a> <a>收藏</a></div></div></div>
<div id="blog-comments-placeholder">{k.comments(4, '<div class="feedbackItem"><div>#{n}楼 {day}</div><div class="blog_comment_body">{}</div></div>')}</div></div></div>
<div id="sideBar"><div class="newsItem"><h3>公告</h3><p>昵称：某开发者 园龄：8年 粉丝：102 关注：7</p></div><h3>随笔分类</h3><ul>{k.nav()}</ul><h3>阅读排行榜</h3><ul>{k.links(5)}</ul></div></div></div>""",
        seam=" - ",
        site="某开发者 - 博客",
    )


@layout(4)
def network_of_programmers(k: Kit) -> str:
    return page(
        k,
        f"""<div class="toolbar">{k.nav()}</div><main><div class="blog-content-box"><div class="article-header"><h1 class="title-article">{k.title}</h1>
<div class="article-info-box"><div class="article-bar-top"><a class="follow-nickName">某工程师</a><span class="time">于 {k.day()} 13:05:11 发布</span><span class="read-count">阅读量1.4w</span><a class="get-collection">收藏 55</a></div>
<div class="slide-content-box"><div class="article-copyright"><p>版权声明：本文为博主原创文章，遵循版权协议，转载请附上原文出处链接和本声明。</p><p>本文链接：<a>https://example.org/article/1</a></p></div></div></div></div>
<article class="baidu_pl"><div id="article_content" class="article_content clearfix"><div id="content_views" class="markdown_views">{k.p("<p>{}</p>")}</div></div></article></div>
<div class="recommend-box">{k.teasers(8, '<div class="recommend-item-box"><a><div class="title">{title}</div></a><div class="info-box"><span>{day}</span></div><div class="desc">{text}</div></div>')}</div>
<div class="comment-box"><ul class="comment-list">{k.comments(5, "<li><div>码哥{n}</div><div class=comment>{}</div></li>")}</ul></div></main>
<aside class="blog_container_aside"><div class="aside-box">{k.links(6)}</div></aside>""",
        seam="-",
        site="某工程师的博客",
    )


@layout(2)
def official_account(k: Kit) -> str:
    return page(
        k,
        f"""<div id="js_article" class="rich_media"><div class="rich_media_inner"><div id="page-content"><div id="img-content"><h1 class="rich_media_title" id="activity-name">{k.title}</h1>
<div id="meta_content" class="rich_media_meta_list"><span class="rich_media_meta rich_media_meta_text">木木</span><span class="rich_media_meta rich_media_meta_nickname"><a>河边木工</a></span><em id="publish_time">{k.day()} 20:00</em></div>
<div class="rich_media_content" id="js_content" style="visibility: hidden;"><section>{k.p('<section style="margin:8px"><p style="white-space: normal;"><span style="font-size: 15px;">{}</span></p></section>')}
<p><img data-src="q.jpg"></p><section><p>长按二维码关注我们</p></section></section></div></div></div></div></div><div class="qr_code_pc"><p>微信扫一扫<br>关注该公众号</p></div>""",
        seam="",
        site="",
    )


@layout(5)
def travel_diary(k: Kit) -> str:
    parts = []
    for n, text in enumerate(k.text):
        if n in (1, 3):
            parts.append(f"<h2>{k.keep(['', '从东门出发', '', '吃在西坡村'][n])}</h2>")
        parts.append(
            f'<div class="para">{k.keep(text)}</div><div class="pic"><img src="{n}.jpg" alt="古道"></div>'
        )
    return page(
        k,
        f"""<div class="top_bar">{k.nav()}</div><div class="ctd_head"><h1>{k.title}</h1><p>作者：山里人 发表于 {k.day()} 15:20 <span>浏览 2310</span></p></div>
<div class="ctd_content">{"".join(parts)}</div><div class="ctd_right"><h3>相关目的地</h3>{k.teasers(4, "<div class='item'><a>{title}</a><p>{text}</p></div>")}</div>
<div class="ctd_comments">{k.comments(6, "<div><em>驴友{n}</em><p>{}</p></div>")}</div>""",
    )


@layout(2, encoding="gb18030")
def old_blog_breaks(k: Kit) -> str:
    return page(
        k,
        f"""<div id="sinabloghead"><div class="blognav"><a>首页</a> <a>博文目录</a> <a>图片</a> <a>关于我</a></div></div>
<div class="sinablogbody"><div id="column_1"><div class="SG_conn"><div class="SG_connHead">个人资料</div><div>博客等级：12 博客积分：300 访问：12,021</div></div></div>
<div id="column_2"><div class="articalTitle"><h2 class="titName">{k.title}</h2><span class="time SG_txtc">({k.day()} 21:04:33)</span><div class="turnBoxzz"><a>转载</a></div></div><div class="articalTag">标签： <h3><a>杂谈</a></h3> 分类： <a>随笔</a></div>
<div id="sina_keyword_ad_area2" class="articalContent"><div><font style="font-size:16px"><span>{k.p("　　{}", seam="<br /><br />")}</span></font></div></div>
<div class="shareUp"><div>分享：</div></div><div class="articalInfo">阅读(2310) 评论(12) 收藏(3) 转载(5) <a>喜欢</a> <a>打印</a> <a>举报</a></div><div>前一篇：<a>老字号面馆搬家</a> 后一篇：<a>城南夜市升级改造完成</a></div>
<div class="allComm">{k.comments(4, '<li><div>博友{n} {day}</div><div class="SG_revert_Inner">{}</div></li>')}</div></div></div>""",
        charset="gbk",
        site="木木_博客",
    )


@layout(8)
def encyclopedia(k: Kit) -> str:
    k.title, k.dated = "云栖古道", False
    k.text = [
        "云栖古道，位于云栖县西部，是一条始建于明代的山间石板路，全长约十一公里，旧时为茶商进城的要道。",
        "据县志记载，古道始建于明嘉靖年间，由当地乡绅募资修筑，至清乾隆年间已有茶亭七座、石桥三座。",
        "二十世纪五十年代公路通车以后，古道逐渐荒废。2006年起，当地文物部门分三期修复了路面和茶亭。",
        "古道沿线保存有摩崖石刻十一处，其中年代最早的一处刻于明万历三年，字迹清晰可辨。",
    ]
    heads = ["", "历史沿革", "", "文物遗存"]
    parts = "".join(
        (f'<h2 class="title-text">{k.keep(heads[n])}</h2>' if heads[n] else "")
        + f'<div class="para">{k.keep(t)}</div>'
        for n, t in enumerate(k.text)
    )
    return page(
        k,
        f"""<div class="header-wrapper">{k.nav()}</div><div class="body-wrapper"><div class="main-content"><dl class="lemmaWgt-lemmaTitle"><h1>{k.title}</h1></dl><div class="lemma-catalog"><h2>目录</h2><ol><li>1 <a>历史沿革</a></li><li>2 <a>文物遗存</a></li></ol></div>
{parts}<div class="lemma-reference"><ul><li>1. <a>云栖县志</a></li></ul></div></div><div class="side-content"><dl><dt>词条统计</dt><dd>浏览次数：1203次</dd><dd>编辑次数：18次历史版本</dd></dl></div></div>""",
        site="百科",
    )


@layout(5)
def cooking_steps(k: Kit) -> str:
    k.title, k.dated = "笋干烧肉的家常做法", False
    k.text = ["笋干烧肉是云栖山里的家常菜，笋干吸足了肉汁，比肉还香，最适合秋冬天下饭。"]
    lists = ["五花肉五百克", "笋干一百克", "冰糖二十克", "生抽三勺，老抽一勺"]
    steps = [
        "笋干提前一夜用清水泡发，中间换两次水，捞出切成寸段。",
        "五花肉切块，冷水下锅焯去血沫，捞起沥干。",
        "锅里放少许油，小火把冰糖炒成枣红色，倒入肉块翻炒上色。",
        "加生抽、老抽和热水，水要没过肉，大火烧开以后转小火炖四十分钟。",
        "放入笋干再炖半小时，收汁出锅。",
    ]
    return page(
        k,
        f"""<div class="pure-g">{k.nav()}</div><div class="main-panel"><h1 class="page-title">{k.title}</h1><div class="author"><a>小厨娘</a></div><div class="desc">{k.p()}</div>
<h2>{k.keep("用料")}</h2><div class="ings"><ul>{k.p("<li>{}</li>", lists)}</ul></div><h2>{k.keep("做法步骤")}</h2><div class="steps"><ol>{k.p('<li class="container"><p class="text">{}</p></li>', steps)}</ol></div>
<div class="recipe-stats">综合评分 8.2 261 人做过这道菜</div></div><div class="right-panel"><h3>最近流行</h3><ul>{k.links(8)}</ul></div><div class="footer">{k.foot()}</div>""",
        site="厨房",
    )


@layout(2)
def long_single_paragraph(k: Kit) -> str:
    whole = "".join(k.text)
    return page(
        k,
        f"""<div class="hd">{k.nav()}</div><div class="bd"><h1>{k.title}</h1><div class="sub">{k.day()} 木木</div><div class="essay">{k.keep(whole)}</div></div><div class="sd"><ul>{k.links(5)}</ul></div><div class="ft">{k.foot()}</div>""",
    )
