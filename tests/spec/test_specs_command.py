"""``queqiao specs`` as a user types it."""

import json

import pytest

from queqiao.cli.main import cli


def run(capsys, *arguments):
    with pytest.raises(SystemExit) as ended:
        cli.main(["--lang", "en", *arguments])
    output = capsys.readouterr()
    return ended.value.code, output.out, output.err


def test_specs_json_has_every_field(tmp_path, capsys):
    path = tmp_path / "demand.txt"
    path.write_bytes("抗拉强度≥540MPa".encode())

    code, out, _ = run(capsys, "specs", str(path), "--json")

    assert code == 0
    assert json.loads(out) == {
        "specs": [
            {
                "start": 4,
                "end": 11,
                "parameter": "抗拉强度",
                "op": ">=",
                "low": 540.0,
                "high": None,
                "unit": "MPa",
                "canonical_low": 540000000.0,
                "canonical_high": None,
                "canonical_unit": "pascal",
                "kind": "performance",
                "role": "target",
                "relative": None,
            }
        ]
    }


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030"])
def test_specs_other_encodings(tmp_path, capsys, encoding):
    path = tmp_path / "demand.txt"
    path.write_bytes("需要抗拉强度不低于540MPa的钢板".encode(encoding))

    code, out, _ = run(capsys, "specs", str(path), "--json")

    assert code == 0
    assert json.loads(out)["specs"][0]["start"] == 6


def test_specs_table_for_people(tmp_path, capsys):
    path = tmp_path / "demand.txt"
    path.write_bytes("抗拉强度≥540MPa".encode())

    code, out, _ = run(capsys, "specs", str(path))

    assert code == 0
    assert "抗拉强度" in out
    assert "target" in out


def test_specs_exit_codes(tmp_path, capsys):
    binary = tmp_path / "picture.png"
    binary.write_bytes(bytes(range(32)) * 40)

    assert run(capsys, "specs", str(tmp_path / "absent.txt"))[0] == 4
    assert run(capsys, "specs", str(binary))[0] == 3
    assert run(capsys, "specs", str(tmp_path))[0] == 3
    assert run(capsys, "specs")[0] == 2
