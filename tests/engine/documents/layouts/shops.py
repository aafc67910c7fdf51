"""Shops, product pages, company sites."""

# ruff: noqa: E501 -- markup as pages have it

from tests.engine.documents.layouts.kit import Kit, layout, page

FACTS = [
    ("品牌", "晨露"),
    ("型号", "CM-200"),
    ("功率", "1450W"),
    ("产地", "青禾市"),
    ("颜色", "月白色"),
]


@layout(7)
def mall_item(k: Kit) -> str:
    k.dated = False
    facts = ""
    for a, b in FACTS:
        facts += f"<li>{a}：{b}</li>"
    return page(
        k,
        f"""<div id="shortcut">{k.nav()}</div><div class="crumb-wrap">家用电器 &gt; 厨房小电 &gt; 咖啡机 &gt; 晨露</div>
<div class="product-intro"><div class="itemInfo-wrap"><div class="sku-name">晨露 CM-200 全自动咖啡机 家用办公室 现磨一体</div><div class="summary-price">京 东 价 ￥2399.00 降价通知 累计评价 1.2万+</div><div class="choose-btns"><a>加入购物车</a></div></div></div>
<div class="m m-aside"><h3>看了又看</h3>{k.links(6)}</div><div class="detail"><div class="tab-main"><ul><li>商品介绍</li><li>规格与包装</li><li>售后保障</li><li>商品评价(1.2万+)</li></ul></div>
<div class="p-parameter"><ul class="parameter2">{facts}</ul></div><div class="detail-content">{k.p("<p>{}</p>")}</div></div>
<div id="comment"><div class="mt">商品评价</div>{k.comments(6, '<div class="comment-item"><div class="user-info">j***{n}</div><p class="comment-con">{}</p></div>')}</div>
<div id="footer">{k.foot()}</div>""",
        site="商城",
        seam="-",
    )


@layout(7)
def factory_site(k: Kit) -> str:
    return page(
        k,
        f"""<div class="header"><ul>{k.nav()}</ul></div><div class="left"><h3>产品分类</h3><ul><li><a>咖啡机</a></li><li><a>磨豆机</a></li></ul><h3>联系我们</h3><p>青禾晨露电器有限公司<br>电话：010-00000003<br>地址：青禾市开发区8号</p></div>
<div class="right"><div class="title">{k.title}</div><div class="met_hits">浏览：<span>231</span> 发布日期：{k.day()}</div><div class="editor">{k.p("<div>{}</div>")}</div><div class="met_page">上一个：<a>磨豆机 G-10</a> 下一个：<a>没有了</a></div></div>
<div class="footer">{k.rights()}</div>""",
        site="青禾晨露电器有限公司",
        seam="-",
    )


@layout(7)
def about_company(k: Kit) -> str:
    k.title, k.dated = "公司简介", False
    k.text = [
        "青禾晨露电器有限公司成立于1998年，是一家集研发、生产、销售于一体的厨房电器企业，注册资本五千万元。",
        "公司现有员工六百余人，其中研发人员一百二十人，拥有专利八十三项，产品远销三十多个国家和地区。",
        "多年来，公司坚持“把小事做透”的理念，先后通过质量、环境、职业健康三项管理体系认证。",
        "展望未来，晨露人将继续专注于一杯好咖啡，为千家万户带来便利。",
    ]
    return page(
        k,
        f"""<div class="top"><ul>{k.nav()}</ul></div><div class="banner"></div><div class="inner"><div class="side"><a>公司简介</a><a>企业文化</a><a>荣誉资质</a></div><div class="main_r"><div class="pos">当前位置：<a>首页</a> &gt; 公司简介</div><div class="about">{k.p("　　{}<br/>", seam="")}</div></div></div><div class="foot">{k.rights()}</div>""",
        site="青禾晨露电器有限公司",
        seam="-",
    )


@layout(0)
def video_page(k: Kit) -> str:
    k.text = [
        "【青禾新闻】青禾市首座氢能公交枢纽5月12日启用，首批30辆氢燃料电池公交车驶上17路和22路，单车加氢只需12分钟，续航里程在400公里以上。"
    ]
    return page(
        k,
        f"""<div class="nav">{k.nav()}</div><div class="video"><div id="player">您还没有安装播放器，请点击这里安装</div><h1>{k.title}</h1><div class="video-info">{k.zh} 20:15 播放：3021 次</div><div class="video-brief">{k.p("<p>视频简介：{}</p>".replace("视频简介：", ""))}</div></div>
<div class="playlist"><h3>播放列表</h3><ul>{k.links(12, "<li><a>{}</a><span>02:15</span></li>")}</ul></div><div class="footer">{k.rights()}</div>""",
    )
