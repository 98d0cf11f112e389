"""What an immutable database answers is told apart by a tag; a mutable one gives none."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from datasette.app import Datasette

from tests.plugin.conftest import cookie
from tests.plugin.rows import Story

PATHS = ("statement/{key}", "statement/{key}.json", "quotes", "quotes.json?q=pensions", "compare.json?left=a&right=b")


@pytest.fixture
def immutable(story: Story) -> Any:
    return Datasette([], immutables=[str(story.path)], cors=True)


def path(story: Story, form: str) -> str:
    return f"/quotes/-/{form.format(key=story.statement)}"


@pytest.mark.parametrize("form", PATHS)
async def test_what_somebody_has_already_is_not_sent_again(immutable: Any, story: Story, form: str) -> None:
    first = await immutable.client.get(path(story, form))
    tag, since = first.headers["etag"], first.headers["last-modified"]
    assert first.headers["cache-control"].startswith("max-age=")
    for asked in ({"if-none-match": tag}, {"if-none-match": f'"x", W/{tag}'}, {"if-modified-since": since}):
        again = await immutable.client.get(path(story, form), headers=asked)
        assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
        assert ("access-control-allow-origin" in again.headers) is (".json" in form)
    other = {"if-none-match": '"other"', "if-modified-since": since}
    assert (await immutable.client.get(path(story, form), headers=other)).status_code == 200


@pytest.mark.parametrize("form", ["statement/{key}.bib", "statement/{key}.atom", "statement/{key}/timeline.svg"])
async def test_exports_let_other_sites_read_that_nothing_changed(immutable: Any, story: Story, form: str) -> None:
    first = await immutable.client.get(path(story, form))
    assert first.status_code == 200
    again = await immutable.client.get(path(story, form), headers={"if-none-match": first.headers["etag"]})
    assert (again.status_code, again.headers["access-control-allow-origin"]) == (304, "*")


async def test_every_address_and_everybody_has_a_tag_of_their_own(immutable: Any, story: Story) -> None:
    tags = [(await immutable.client.get(path(story, form))).headers["etag"] for form in PATHS]
    await immutable.invoke_startup()
    signed = {"cookie": f"ds_actor={cookie(immutable, 'ada')['ds_actor']}"}
    tags.append((await immutable.client.get(path(story, PATHS[0]), headers=signed)).headers["etag"])
    assert len(set(tags)) == len(tags)


async def test_another_file_has_another_tag(immutable: Any, story: Story, tmp_path: Path) -> None:
    copy = tmp_path / "quotes.db"
    shutil.copy(story.path, copy)
    with copy.open("ab") as file:
        file.write(b"\0" * 4096)
    other = Datasette([], immutables=[str(copy)])
    paths = path(story, "quotes.json")
    assert (await other.client.get(paths)).headers["etag"] != (await immutable.client.get(paths)).headers["etag"]


async def test_what_the_site_says_of_itself_changes_the_tag_of_pages(immutable: Any, story: Story) -> None:
    renamed = Datasette([], immutables=[str(story.path)], metadata={"title": "Another title"})
    for form, same in (("quotes", False), ("quotes.json", True)):
        tags = {(await one.client.get(path(story, form))).headers["etag"] for one in (immutable, renamed)}
        assert (len(tags) == 1) is same


async def test_a_tag_opens_nothing(story: Story, immutable: Any) -> None:
    tag = (await immutable.client.get(path(story, "quotes.json"))).headers["etag"]
    closed = Datasette([], immutables=[str(story.path)], metadata={"allow": False})
    assert (await closed.client.get(path(story, "quotes.json"), headers={"if-none-match": tag})).status_code == 403


@pytest.mark.parametrize("form", PATHS)
async def test_a_mutable_database_has_no_tag(serve: Callable[..., Any], story: Story, form: str) -> None:
    response = await serve().client.get(path(story, form), headers={"if-none-match": "*"})
    assert response.status_code == 200
    assert not {"etag", "last-modified"} & set(response.headers)


async def test_errors_and_redirects_have_no_tag(immutable: Any, story: Story) -> None:
    for form in ("statement/nothere", "statement/nothere.json", f"quote/{story.quotes[0]}"):
        assert "etag" not in (await immutable.client.get(path(story, form))).headers
