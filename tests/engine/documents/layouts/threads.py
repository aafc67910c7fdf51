"""Forums, questions and answers, reviews."""

# ruff: noqa: E501 -- markup as pages have it

from datetime import timedelta

from tests.engine.documents.layouts.kit import Kit, layout, page


@layout(8)
def board_four_posts(k: Kit) -> str:
    posts = ""
    for n, text in enumerate(k.text):
        day = (k.on + timedelta(days=n)).isoformat()
        posts += f"""<div id="post_{100 + n}"><table class="plhin"><tr><td class="pls" rowspan="2"><div class="pi"><a>用户{n}</a></div><div class="tns"><p>主题 12</p><p>帖子 305</p><p>积分 880</p></div><p><em>高级会员</em></p><dl class="pil"><dt>注册时间</dt><dd>2008-1-{n + 2}</dd></dl></td>
<td class="plc"><div class="pi"><strong><a>{n + 1}#</a></strong><div class="authi"><em>发表于 {day} 12:30:0{n}</em> | <a>只看该作者</a></div></div><div class="pct"><div class="pcb"><div class="t_fsz"><table><tr><td class="t_f" id="postmessage_{100 + n}">{k.keep(text)}<br /></td></tr></table></div></div></div></td></tr>
<tr><td class="plc plm"><div class="sign">个人签名：手里有活，心里不慌，欢迎光临我的小店，全场包邮。</div></td></tr><tr><td class="pls"></td><td class="plc"><div class="po"><a>回复</a> <a>支持</a> <a>反对</a> <a>举报</a></div></td></tr></table></div>"""
    return page(
        k,
        f"""<div id="hd"><div id="nv"><ul>{k.nav()}</ul></div></div><div id="wp"><div id="pt"><a>论坛</a> › <a>生活</a> › {k.title}</div>
<div id="postlist" class="pl bm"><table><tr><td class="pls"><span>查看: 2010</span> | <span>回复: 3</span></td><td class="plc"><h1 class="ts"><span id="thread_subject">{k.title}</span></h1></td></tr></table>{posts}</div>
<div id="f_pst"><p>您需要登录后才可以回帖 <a>登录</a> | <a>立即注册</a></p></div></div><div id="ft">{k.foot()}</div>""",
        seam=" - ",
        site="生活论坛 - Powered by 某论坛程序",
    )


@layout(2)
def board_long_first_post(k: Kit) -> str:
    first = "<br />\n<br />\n".join(k.keep(t) for t in k.text)
    return page(
        k,
        f"""<div class="nav">{k.nav()}</div><div class="mainbox viewthread"><h1>{k.title}</h1>
<div class="postcontainer"><div class="postauthor"><cite>木木</cite><p>积分 305</p></div><div class="postcontent"><div class="postinfo">发表于 {k.day()} 08:12 资料 个人空间 短消息</div><div class="postmessage defaultpost"><div class="t_msgfont">{first}</div></div></div></div></div>
<div class="legend">本论坛言论纯属发表者个人意见，与本站立场无关</div>""",
        seam=" - ",
        site="生活论坛",
    )


@layout(8)
def answers_to_a_question(k: Kit) -> str:
    answers = "".join(
        f"""<div class="List-item"><div class="ContentItem AnswerItem"><div class="AuthorInfo"><span class="UserLink">答主{n}</span><div class="AuthorInfo-badgeText">租房达人</div></div><div class="RichContent RichContent--unescapable"><div class="RichContent-inner"><span class="RichText CopyrightRichText-richText">{k.keep(t)}</span></div>
<div class="ContentItem-time">编辑于 {k.day()}</div><div class="ContentItem-actions"><button>赞同 {n * 31}</button><button>收藏</button></div></div></div></div>"""
        for n, t in enumerate(k.text)
        if n
    )
    question = k.text[0]
    k.gold.insert(0, question)
    return page(
        k,
        f"""<header class="AppHeader">{k.nav()}</header><div class="QuestionPage"><div class="QuestionHeader"><h1 class="QuestionHeader-title">{k.title}</h1><div class="QuestionRichText"><span class="RichText">{question}</span></div><div class="NumberBoard">关注者 120 被浏览 33,105</div></div>
<div class="Question-main"><div class="Question-mainColumn"><div class="List">{answers}</div></div><div class="Question-sideColumn"><div class="Card"><h3>相关问题</h3>{k.links(5, "<div><a>{}</a> 12 个回答</div>")}</div></div></div></div>""",
        seam=" - ",
        site="问答",
    )


@layout(8)
def best_answer(k: Kit) -> str:
    k.text = k.text[:2]
    return page(
        k,
        f"""<div class="nav-top">{k.nav()}</div><div class="qb-content"><div class="ask-title"><h1>{k.title}</h1></div><div class="ask-con">{k.keep(k.text[0])}</div><div class="ask-info">我来答 分享 举报 浏览 1203 次</div>
<div class="wgt-best"><div class="hd"><h2>最佳答案</h2><span>推荐于{k.day()}</span></div><pre class="best-text">{k.keep(k.text[1])}</pre><div class="evaluate">本回答由提问者推荐 <a>赞 31</a> <a>踩 2</a> <a>评论</a></div></div></div>
<div class="wgt-related"><h2>类似问题</h2><ul>{k.links(8)}</ul></div><div class="footer">{k.foot()}</div>""",
        site="知道",
    )


@layout(5)
def book_review(k: Kit) -> str:
    return page(
        k,
        f"""<div class="global-nav">{k.nav()}</div><div id="wrapper"><div id="content"><h1>{k.title}</h1><div class="article"><div class="main"><header class="main-hd"><a>山里人</a> 评论 <a>《古道行》</a> <span class="main-meta">{k.day()} 19:44:02</span></header>
<div class="main-bd"><div class="review-content clearfix">{k.p("<p>{}</p>")}</div></div><div class="main-author">© 本文版权归作者 山里人 所有，任何形式转载请联系作者。</div></div>
<div id="review-comments">{k.comments(8, '<div class="item comment-item"><a>友邻{n}</a> {day}<div class="comment-content">{}</div></div>')}</div></div><div class="aside"><h2>更多书评</h2>{k.teasers(4, "<div><a>{title}</a><p>{text}</p></div>")}</div></div></div>""",
        seam="",
    )


@layout(2)
def bar_posts(k: Kit) -> str:
    posts = "".join(
        f"""<div class="l_post j_l_post clearfix"><div class="d_author"><ul><li class="d_name"><a>吧友{n}</a></li><li class="d_badge">木工 {n + 3}</li></ul></div><div class="d_post_content_main"><div class="p_content"><cc><div id="post_content_{9000 + n}" class="d_post_content j_d_post_content">            {k.keep(t)}</div></cc></div>
<div class="core_reply"><div class="post-tail-wrap"><span class="tail-info">来自客户端</span><span class="tail-info">{n + 1}楼</span><span class="tail-info">{k.day()} 10:0{n}</span></div></div></div></div>"""
        for n, t in enumerate(k.text)
    )
    return page(
        k,
        f"""<div id="userbar">{k.nav()}</div><div class="card_top">木工吧 关注：3,021 帖子：22,100</div><div class="core_title"><h3 class="core_title_txt">{k.title}</h3></div><div id="j_p_postlist" class="p_postlist">{posts}</div><div class="pb_footer">共1页 <a>尾页</a></div><div class="right_section"><ul>{k.links(6)}</ul></div>""",
    )
