"""Addresses of the app."""

from django.urls import path

from queqiao_web.matching.pages import inbox, introductions, rankers, record, searches

urlpatterns = [
    path("matches/", inbox.match_list, name="match_list"),
    path("matches/<str:code>/", record.match_detail, name="match_detail"),
    path("matches/<str:code>/answer/", record.match_answer, name="match_answer"),
    path("matches/<str:code>/take-back/", record.match_take_back, name="match_take_back"),
    path("demands/<str:code>/matches/", inbox.demand_matches, name="demand_matches"),
    path("achievements/<str:code>/matches/", inbox.achievement_matches, name="achievement_matches"),
    path("introductions/", inbox.introduction_list, name="introduction_list"),
    path(
        "introductions/<str:code>/", introductions.introduction_detail, name="introduction_detail"
    ),
    path(
        "introductions/<str:code>/broker/",
        introductions.introduction_broker,
        name="introduction_broker",
    ),
    path("introductions/<str:code>/end/", introductions.introduction_end, name="introduction_end"),
    path("rankers/", rankers.ranker_list, name="ranker_list"),
    path("rankers/train/", rankers.ranker_train, name="ranker_train"),
    path("rankers/default/", rankers.ranker_default, name="ranker_default"),
    path("rankers/<str:code>/activate/", rankers.ranker_activate, name="ranker_activate"),
    path("searches/", searches.search_list, name="saved_search_list"),
    path("searches/<str:code>/delete/", searches.search_delete, name="saved_search_delete"),
]
