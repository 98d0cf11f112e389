"""How many threads the parser's arithmetic has, and what it is made by."""

from __future__ import annotations

import pytest
from thinc.api import NumpyOps, get_current_ops

from quote_loaders.threads import fastest_arithmetic, one_thread


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        pytest.param({}, "1", id="nobody said"),
        pytest.param({"OPENBLAS_NUM_THREADS": "4"}, "4", id="somebody said"),
    ],
)
def test_numpy_has_one_thread_unless_told_otherwise(given: dict[str, str], expected: str) -> None:
    environment = dict(given)
    one_thread(environment)
    assert environment == {"OPENBLAS_NUM_THREADS": expected}


@pytest.mark.parametrize(
    ("threads", "blis"),
    [
        pytest.param("1", False, id="one thread: numpy"),
        pytest.param("4", True, id="several threads: as spaCy would"),
        pytest.param(None, True, id="unknown: as spaCy would"),
    ],
)
def test_models_multiply_by_numpy_on_one_thread_only(
    threads: str | None, blis: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("OPENBLAS_NUM_THREADS", raising=False)
    if threads is not None:
        monkeypatch.setenv("OPENBLAS_NUM_THREADS", threads)
    before = get_current_ops()
    with fastest_arithmetic():
        ops = get_current_ops()
    assert isinstance(ops, NumpyOps)
    assert ops.use_blis is blis
    assert get_current_ops() is before
