#!/usr/bin/env python3
"""Checks that a snapshot folder opens outside this project, with pyarrow and pandas.

    pip install pyarrow pandas
    python3 engine/graph/checks/read-snapshot.py <snapshot folder>

Asserts counts, checksums, sorting and both directions of the edges, then prints a few figures.
Exit code 0 when everything holds.
"""

import hashlib
import json
import pathlib
import sys

import pyarrow as pa
import pyarrow.ipc as ipc


def read(folder: pathlib.Path, name: str) -> pa.Table:
    with pa.memory_map(str(folder / name)) as source:
        table = ipc.open_file(source).read_all()
    table.validate(full=True)
    return table


def main(folder: pathlib.Path) -> None:
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["formatVersion"] == 1, manifest["formatVersion"]
    for file in manifest["files"]:
        content = (folder / file["name"]).read_bytes()
        assert len(content) == file["bytes"], file["name"]
        assert hashlib.sha256(content).hexdigest() == file["sha256"], file["name"]

    nodes = read(folder, "nodes.arrow").to_pandas()
    edges = read(folder, "edges.arrow").to_pandas()
    assert len(nodes) == manifest["counts"]["nodes"]
    assert len(edges) == manifest["counts"]["edges"]

    keys = [key.encode() for key in nodes["key"]]
    assert keys == sorted(keys) and len(set(keys)) == len(keys), "keys are sorted and unique"
    assert all(hashlib.sha256(key).digest()[:16] == id for key, id in zip(keys, nodes["id"])), "ids belong to keys"

    order = edges[["source", "target"]].assign(
        kind=edges["kind"].cat.codes,
        file=edges["file"].fillna(-1),
        startRow=edges["startRow"].fillna(-1),
        startColumn=edges["startColumn"].fillna(-1),
        endRow=edges["endRow"].fillna(-1),
        endColumn=edges["endColumn"].fillna(-1),
    )
    columns = ["source", "kind", "target", "file", "startRow", "startColumn", "endRow", "endColumn"]
    expected = order.sort_values(columns, kind="stable")
    assert (expected.index == order.index).all(), "edges are sorted"

    out_offset = list(nodes["outOffset"]) + [len(edges)]
    in_offset = list(nodes["inOffset"]) + [len(edges)]
    sources = edges["source"].to_numpy()
    targets = edges["target"].to_numpy()
    by_target = edges["byTarget"].to_numpy()
    assert sorted(by_target) == list(range(len(edges))), "byTarget is a permutation"
    for node in range(len(nodes)):
        assert (sources[out_offset[node] : out_offset[node + 1]] == node).all(), f"outOffset of node {node}"
        assert (targets[by_target[in_offset[node] : in_offset[node + 1]]] == node).all(), f"inOffset of node {node}"

    exact = edges["resolution"] == "exact"
    assert (edges.loc[exact, "confidence"] == 100).all() and (edges.loc[~exact, "confidence"] < 100).all()

    print(f"{manifest['name']} at {manifest['branch']} {manifest['commit']}: everything holds")
    print(nodes["kind"].value_counts()[lambda counts: counts > 0].to_string())
    print(edges["kind"].value_counts()[lambda counts: counts > 0].to_string())


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(pathlib.Path(sys.argv[1]))
