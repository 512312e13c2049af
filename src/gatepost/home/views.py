"""The first page for each role."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from gatepost.kernel.access import open_to_all


@open_to_all
def front(request: HttpRequest) -> HttpResponse:
    return render(request, "home/front.html", {})
