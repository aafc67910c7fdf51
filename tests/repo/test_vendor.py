"""What we ship of others' work is what we say it is."""

import hashlib
import tomllib

from tests.repo.tree import ROOT, tracked_files

VENDOR = ROOT / "src/queqiao_web/foundation/static/vendor"


def listed():
    packages = tomllib.loads((VENDOR / "VENDOR.toml").read_text(encoding="utf-8"))["package"]
    return {name: digest for package in packages for name, digest in package["sha256"].items()}


def test_every_vendored_file_has_its_digest():
    found = {
        path.relative_to(VENDOR).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in tracked_files()
        if VENDOR in path.parents and path.name != "VENDOR.toml"
    }

    assert found == listed()


def test_every_vendored_package_has_a_licence_and_a_source():
    packages = tomllib.loads((VENDOR / "VENDOR.toml").read_text(encoding="utf-8"))["package"]

    assert [p["name"] for p in packages if not (p["licence"] and p["version"] in p["source"])] == []


def test_nothing_vendored_is_fetched_from_elsewhere():
    """No source maps and no addresses to load: the pages work behind a closed network."""
    scripts = [*VENDOR.rglob("*.css"), *VENDOR.rglob("*.js")]

    assert scripts
    for path in scripts:
        text = path.read_text(encoding="utf-8")
        assert "sourceMappingURL" not in text
        assert "@import" not in text
        assert "url(http" not in text
