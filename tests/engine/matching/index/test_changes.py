"""An index changed in any way equals one built anew and agrees with plain Python."""

import shutil
import tempfile
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from queqiao.matching.index import (
    IndexedDocument,
    add_documents,
    build_index,
    merge_segments,
    open_index,
    remove_documents,
)
from tests.engine.matching.index.oracle import assert_same, ranked

WEIGHTS = {"title": 1.5, "body": 1.0}
IDS = st.sampled_from([f"n{number}" for number in range(12)])
TERMS = st.lists(st.sampled_from("甲乙丙丁戊己庚辛"), max_size=8)
DOCUMENTS = st.lists(
    st.builds(
        IndexedDocument,
        id=IDS,
        terms=st.fixed_dictionaries({"title": TERMS, "body": TERMS}),
        filters=st.fixed_dictionaries(
            {"region": st.lists(st.sampled_from("12"), max_size=2).map(tuple)}
        ),
        payload=st.binary(max_size=4),
    ),
    max_size=5,
)


class ChangingIndex(RuleBasedStateMachine):
    """Adds, replaces, removes, merges and opens again, at random."""

    @initialize(documents=DOCUMENTS)
    def build(self, documents):
        self.folder = Path(tempfile.mkdtemp())
        self.model = {document.id: document for document in documents}
        self.index = build_index(self.folder / "index", documents, field_weights=WEIGHTS)

    @rule(documents=DOCUMENTS)
    def add(self, documents):
        self.model.update({document.id: document for document in documents})
        self.index = add_documents(self.folder / "index", documents)

    @rule(ids=st.lists(IDS, max_size=4))
    def remove(self, ids):
        expected = sum(name in self.model for name in set(ids))
        assert remove_documents(self.folder / "index", ids) == expected
        self.model = {name: d for name, d in self.model.items() if name not in ids}
        self.index = self.index.refresh()

    @rule()
    def merge(self):
        self.index = merge_segments(self.folder / "index")

    @rule()
    def open_again(self):
        self.index = open_index(self.folder / "index")

    @rule(query=TERMS, k=st.integers(1, 15), region=st.sampled_from(["", "1", "2"]))
    def search(self, query, k, region):
        where = {"region": region} if region else None
        documents = sorted(self.model.values(), key=lambda document: document.id)
        expected = ranked(documents, query, k=k, weights=WEIGHTS, where=where)
        hits = self.index.search(query, k=k, where=where)
        assert_same(hits, expected)
        assert self.index.search_many([query], k=k, where=where) == [hits]

        with tempfile.TemporaryDirectory() as folder:
            rebuilt = build_index(folder, documents, field_weights=WEIGHTS)
            again = rebuilt.search(query, k=k, where=where)
            assert [(h.id, h.score) for h in again] == [(h.id, h.score) for h in hits]

    @invariant()
    def holds_the_documents(self):
        if not hasattr(self, "index"):
            return
        assert len(self.index) == len(self.model)
        for name, document in self.model.items():
            assert self.index.payload(self.index.find(name)) == document.payload

    def teardown(self):
        if hasattr(self, "folder"):
            shutil.rmtree(self.folder)


ChangingIndex.TestCase.settings = settings(max_examples=40, stateful_step_count=12, deadline=None)
test_changes = ChangingIndex.TestCase
