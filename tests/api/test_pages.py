"""People who program find both contracts to read and try, without anything fetched from elsewhere."""

import re

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from django.urls import reverse

PAGES = ["/api/", "/api/v1/docs", "/api/ptv/v11/docs", "/api/manage/v1/docs"]


@pytest.mark.parametrize("address", PAGES)
def test_a_page_needs_only_files_of_its_own_host(address: str, turku_client: Client) -> None:
    answer = turku_client.get(address)
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/html; charset=utf-8")
    html = answer.content.decode()
    files = re.findall(r'(?:src|href)="/static/([^"]+)"', html)
    assert files
    assert [name for name in files if finders.find(name) is None] == []
    assert (
        re.findall(r'<script(?![^>]*\bsrc=)|<style|\bstyle=|\bon[a-z]+=|<(?:script|link)[^>]*"(?:https?:)?//', html)
        == []
    )
    assert "default-src 'none'" in answer["Content-Security-Policy"]
    assert not answer.cookies


@pytest.mark.parametrize(
    ("page", "contract"),
    [("v1-docs", "v1-contract"), ("ptv-v11-docs", "ptv-v11-contract"), ("manage-docs", "manage-contract")],
)
def test_a_contract_can_be_had_without_script(page: str, contract: str, turku_client: Client) -> None:
    html = turku_client.get(reverse(page)).content.decode()
    assert f'data-contract="{reverse(contract)}"' in html
    assert f'<a href="{reverse(contract)}">' in html.partition("<noscript>")[2]


def test_the_first_page_leads_to_all_others(turku_client: Client) -> None:
    html = turku_client.get("/api/").content.decode()
    for name in ("v1-docs", "v1-contract", "ptv-v11-docs", "ptv-v11-contract", "manage-docs", "manage-contract"):
        assert f'href="{reverse(name)}"' in html
    assert "curl http://turku.test/api/v1/services?" in html
