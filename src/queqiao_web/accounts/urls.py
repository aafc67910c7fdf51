"""Addresses of the app; signing in and second factors are allauth's, under ``account/``."""

from django.urls import path

from queqiao_web.accounts.pages import profile

urlpatterns = [
    path("terms/", profile.terms, name="terms"),
    path("me/", profile.profile, name="profile"),
    path("me/export/", profile.export, name="profile_export"),
    path("me/erase/", profile.erase, name="profile_erase"),
]
