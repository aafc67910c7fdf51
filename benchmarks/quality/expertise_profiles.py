"""
Stand-ins for people who judged how well they know what texts are about.

Self-reported expertise is rare, and the one public set (Stelmakh et al., arXiv 2303.16750) is kept
for verification. These three are made from what links texts by themselves, and never from words:

- ``citations``: Chinese papers. A person has a paper, part of what it cites or is cited by, and
  part of what lies two citations away; graded 5 and 4 for further such papers, 3 for three
  citations away, 2 for papers with a shared keyword, 1 for any paper.
- ``subjects``: English descriptions in Debian's catalog. A person has most works in one subject of
  a Debian blend, some in a second, one in a third; graded 5, 3.5 and 2.5 for further ones there,
  1.5 for other subjects of the blend, 1 for other blends.
- ``maintainers``: the same catalog. A person has what one maintainer looks after; graded 4 for more
  of it, 1 for what others look after.
"""

from __future__ import annotations

import gzip
import json
import random
import re
import subprocess
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from queqiao.matching.ranking import RankDocument

PAPERS = Path(__file__).resolve().parents[3] / "shared" / "data" / "papers"
PEOPLE = 58
_BLENDS = ("science", "med", "gis", "astro", "debichem", "multimedia", "pan", "hamradio")
_TOO_BROAD = frozenset({"med-bio", "med-cloud", "multimedia-devel", "med-bio-dev"})
_TEAM = re.compile(r"team|maintainers|lists\.|group|packages@|tracker|QA|pkg-", re.IGNORECASE)
_LEAST_LETTERS = 150


@dataclass(frozen=True)
class Profiles:
    """People as ids of works, with grades of texts; the documents that the ids name."""

    people: tuple[tuple[tuple[str, ...], Mapping[str, float]], ...]
    documents: Mapping[str, RankDocument]


# --- Chinese papers -------------------------------------------------------------------------------


class Citations:
    """Profiles from citations between papers; ``None`` as ``missing`` where the data are there."""

    def __init__(self) -> None:
        here = PAPERS / "papers.jsonl.gz"
        self.missing = None if here.is_file() else "../shared/data/papers is absent"
        self.documents: dict[str, RankDocument] = {}
        self.linked: dict[str, set[str]] = defaultdict(set)
        self.by_keyword: dict[str, set[str]] = defaultdict(set)
        self.keywords: dict[str, list[str]] = {}
        if self.missing is None:
            self._read(here)

    def _read(self, path: Path) -> None:
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            for line in lines:
                row = json.loads(line)
                name = row["id"]
                self.documents[name] = RankDocument(name, row["title"], row["abstract"])
                self.keywords[name] = [word for word in row["keywords"] if 2 <= len(word) <= 12]
                for word in self.keywords[name]:
                    self.by_keyword[word].add(name)
        for line in (PAPERS / "citations_dev.qrels").read_text().splitlines():
            one, _, other, _ = line.split()
            self.linked[one].add(other)
            self.linked[other].add(one)

    def profiles(self, seed: int) -> Profiles:
        """``PEOPLE`` people dealt by ``seed``."""
        dealer = random.Random(seed)  # noqa: S311 -- no secret
        centers = sorted(name for name, near in self.linked.items() if len(near) > 1)
        dealer.shuffle(centers)
        people = []
        for center in centers:
            person = self._person(center, dealer)
            if person is not None and len(set(person[1].values())) > 2:
                people.append(person)
            if len(people) == PEOPLE:
                break
        return _profiles(people, self.documents)

    def _person(
        self, center: str, dealer: random.Random
    ) -> tuple[tuple[str, ...], dict[str, float]] | None:
        near = sorted(self.linked[center])
        far = self._beyond(near, {center, *near})
        farther = self._beyond(far, {center, *near, *far})
        if len(near) + len(far) < 5:
            return None
        dealer.shuffle(near)
        dealer.shuffle(far)
        half = max(1, len(near) // 2)
        works = (center, *near[:half], *far[:6])
        alike = {
            other
            for work in works
            for word in self.keywords[work]
            if len(self.by_keyword[word]) < 150
            for other in self.by_keyword[word]
        }
        alike -= {center, *near, *far, *farther}
        grades: dict[str, float] = dict.fromkeys(near[half : half + 3], 5.0)
        grades |= dict.fromkeys(far[6:9], 4.0)
        for names, grade, count in (
            (farther, 3.0, 2),
            (sorted(alike), 2.0, 3),
            (sorted(self.documents), 1.0, 2),
        ):
            for name in dealer.sample(names, min(count, len(names))):
                grades.setdefault(name, grade)
        return works, {name: grade for name, grade in grades.items() if name not in works}

    def _beyond(self, names: list[str], known: set[str]) -> list[str]:
        return sorted({other for name in names for other in self.linked[name]} - known)


# --- English descriptions -------------------------------------------------------------------------


class Catalog:
    """
    Debian's catalog of packages with their English descriptions, where this machine has it.

    ``apt-get -o Acquire::Languages=en update`` fetches the descriptions.
    """

    def __init__(self) -> None:
        self.documents: dict[str, RankDocument] = {}
        self.subjects: dict[str, list[str]] = {}
        self.maintained: dict[str, list[str]] = {}
        lists = sorted(Path("/var/lib/apt/lists").glob("*Translation-en*"))
        self.missing = None if lists else "no English descriptions in /var/lib/apt/lists"
        if self.missing is None:
            self._read(lists)

    def _read(self, lists: list[Path]) -> None:
        texts = [_run("/usr/lib/apt/apt-helper", "cat-file", str(path)) for path in lists]
        for paragraph in "\n\n".join(texts).split("\n\n"):
            titled = re.search(r"^Package: (\S+)", paragraph, re.MULTILINE)
            text = re.search(r"^Description-en: (.*)\n((?: .*\n?)*)", paragraph, re.MULTILINE)
            if titled and text:
                body = re.sub(r"\s+", " ", text[2].replace("\n .\n", "\n")).strip()
                self.documents[titled[1]] = RankDocument(titled[1], text[1], body)
        fields = {}
        for paragraph in _run("apt-cache", "dumpavail").split("\n\n"):
            found = _fields(paragraph)
            if "Package" in found:
                fields[found["Package"]] = found
        sources: dict[str, dict[str, str]] = defaultdict(dict)
        for name, found in sorted(fields.items()):
            if found.get("Section") == "metapackages" and name.startswith(
                tuple(f"{blend}-" for blend in _BLENDS)
            ):
                self._subject(name, found, fields)
            if self._told(name) and not _TEAM.search(found["Maintainer"]):
                source = found.get("Source", name).split(" ")[0]
                sources[found["Maintainer"]].setdefault(source, name)
        self.maintained = {
            who: list(names.values()) for who, names in sources.items() if len(names) >= 8
        }

    def _subject(
        self, name: str, found: Mapping[str, str], fields: Mapping[str, Mapping[str, str]]
    ) -> None:
        listed = f"{found.get('Recommends', '')},{found.get('Depends', '')}".split(",")
        names = dict.fromkeys(re.split(r"[ (|:]", one.strip())[0] for one in listed if one.strip())
        kept = [
            one
            for one in names
            if self._told(one) and fields.get(one, {}).get("Section") != "metapackages"
        ]
        if len(kept) >= 5 and name not in _TOO_BROAD:
            self.subjects[name] = kept

    def _told(self, name: str) -> bool:
        document = self.documents.get(name)
        return document is not None and len(document.abstract) > _LEAST_LETTERS

    def by_subject(self, seed: int) -> Profiles:
        """People who know one subject well and two less."""
        dealer = random.Random(seed)  # noqa: S311 -- no secret
        filed = defaultdict(set)
        for subject, names in self.subjects.items():
            for name in names:
                filed[name].add(subject)
        people = []
        for _ in range(PEOPLE):
            person = self._generalist(dealer, filed)
            if len(person[1]) > 3:
                people.append(person)
        return _profiles(people, self.documents)

    def _generalist(
        self, dealer: random.Random, filed: Mapping[str, set[str]]
    ) -> tuple[tuple[str, ...], dict[str, float]]:
        subjects = sorted(self.subjects)
        main = dealer.choice(subjects)
        others = [
            one for one in subjects if one.split("-")[0] == main.split("-")[0] and one != main
        ]
        side = dealer.sample(others, min(2, len(others)))
        own = dealer.sample(self.subjects[main], min(16, len(self.subjects[main])))
        count = max(1, int(len(own) * 0.65))
        works = own[:count][:12]
        grades: dict[str, float] = dict.fromkeys(own[count:][:3], 5.0)
        for subject, share, grade in zip(side, (4, 1), (3.5, 2.5), strict=False):
            names = dealer.sample(self.subjects[subject], min(8, len(self.subjects[subject])))
            works += [name for name in names[:share] if name not in works]
            for name in names[share:][:2]:
                grades.setdefault(name, grade)
        rest = [one for one in others if one not in side]
        elsewhere = [(one, 1.5) for one in dealer.sample(rest, min(2, len(rest)))]
        for subject, grade in (*elsewhere, (dealer.choice(subjects), 1.0)):
            name = dealer.choice(self.subjects[subject])
            if not filed[name] & {main, *side}:
                grades.setdefault(name, grade)
        kept = {name: grade for name, grade in grades.items() if name not in works}
        return tuple(works), {n: 5.0 if main in filed[n] else g for n, g in kept.items()}

    def by_maintainer(self, seed: int) -> Profiles:
        """People who look after packages."""
        dealer = random.Random(seed)  # noqa: S311 -- no secret
        everybody = sorted(self.maintained)
        people = []
        for who in dealer.sample(everybody, min(PEOPLE, len(everybody))):
            own = dealer.sample(self.maintained[who], len(self.maintained[who]))
            grades = dict.fromkeys(own[:4], 4.0)
            for other in dealer.sample(everybody, 6):
                if other != who:
                    grades.setdefault(dealer.choice(self.maintained[other]), 1.0)
            people.append((tuple(own[4:24]), grades))
        return _profiles(people, self.documents)


def _fields(paragraph: str) -> dict[str, str]:
    return dict(re.findall(r"^([\w-]+): (.*)$", paragraph, re.MULTILINE))


def _run(*command: str) -> str:
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def _profiles(
    people: list[tuple[tuple[str, ...], dict[str, float]]], documents: Mapping[str, RankDocument]
) -> Profiles:
    named = {name for works, grades in people for name in (*works, *grades)}
    return Profiles(tuple(people), {name: documents[name] for name in sorted(named)})
