"""Addresses of what the school's own records point to."""

from django.urls import URLPattern, URLResolver, path

from gatepost.plans.views import pitfalls

urlpatterns: list[URLPattern | URLResolver] = [path("", pitfalls.pitfalls, name="pitfalls")]
