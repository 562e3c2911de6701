#!/usr/bin/env python3
"""Checks what `yanxi export` wrote, with SHA-256 alone, from the grammar in events/chain.hpp.

    tests/verify_export.py FILE

Exit status 0 and `ok N events, head HEX`, or 1 and one line a fault. It shares no code with yanxi.
"""

import hashlib
import json
import sys

FIELDS = {"position", "stream", "version", "at_us", "at", "account", "role", "source", "command",
          "tag", "payload", "salt", "sealed", "leaf", "chain"}


def sha256(data):
    return hashlib.sha256(data).digest()


def number(value):
    return value.to_bytes(8, "big")


def text(value):
    data = value.encode("utf-8")
    return len(data).to_bytes(4, "big") + data


def leaf_of(event):
    return sha256(b"\x00" + number(event["position"]) + text(event["stream"])
                  + number(event["version"]) + number(event["at_us"]) + text(event["account"])
                  + text(event["role"]) + text(event["source"]) + bytes.fromhex(event["command"])
                  + text(event["tag"]) + bytes.fromhex(event["sealed"]))


def faults_of(event, before, versions):
    if set(event) != FIELDS:
        yield "fields are missing or unknown"
        return
    if event["position"] != before["position"] + 1:
        yield f"positions jump from {before['position']}"
    if event["version"] != versions.get(event["stream"], 0) + 1:
        yield f"versions of {event['stream']} jump"
    if event["at_us"] < before["at_us"]:
        yield "time goes back"
    if event["payload"] is not None:
        sealed = sha256(bytes.fromhex(event["salt"]) + event["payload"].encode("utf-8"))
        if sealed.hex() != event["sealed"]:
            yield "the payload is not the one that was sealed"
    elif event["salt"] is not None:
        yield "a salt without its payload"
    leaf = leaf_of(event)
    if leaf.hex() != event["leaf"]:
        yield "the leaf digest does not fit"
    if sha256(b"\x01" + bytes.fromhex(before["chain"]) + leaf).hex() != event["chain"]:
        yield "the chain digest does not fit"


def account_of(event):
    return event["stream"].split("/")[-1]


def main(path):
    before = {"position": 0, "at_us": 0, "chain": "00" * 32}
    versions, faults = {}, 0
    erased = {}  # first position without contents, by account, until its erasure is recorded
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            event = json.loads(line)
            for fault in faults_of(event, before, versions):
                print(f"fault at position {event.get('position')}: {fault}")
                faults += 1
            versions[event["stream"]] = event["version"]
            before = event
            if event["tag"].startswith("person.erased."):
                erased.pop(account_of(event), None)
            elif event["payload"] is None:
                erased.setdefault(account_of(event), event["position"])
    for account, position in erased.items():
        print(f"fault at position {position}: no erasure of {account} is recorded")
        faults += 1
    if not faults:
        print(f"ok {before['position']} events, head {before['chain']}")
    return 1 if faults else 0


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    sys.exit(main(sys.argv[1]))
