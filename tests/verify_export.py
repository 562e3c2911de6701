#!/usr/bin/env python3
"""Checks what `yanxi export` wrote, with SHA-256 alone, from the grammar in events/log/chain.hpp.

    tests/verify_export.py FILE

Exit status 0 and `ok N events, head HEX`, or 1 and one line a fault. It shares no code with yanxi.

A part of the log begins with {"after": POSITION, "chain": HEX}: that chain is taken as given and is
to be compared with another export or a checkpoint. {"position": FIRST, "leaves": [HEX, ...]} stands
for events that belong to something else; the chain leads through them. {"until": ..., "chain": ...}
at the end says where it must have led; without it a part is not whole.
"""

import datetime
import hashlib
import json
import sys

FIELDS = {"position", "stream", "version", "at_us", "at", "account", "role", "source", "command",
          "tag", "payload", "salt", "sealed", "leaf", "chain"}


TAIPEI = datetime.timezone(datetime.timedelta(hours=8))
OF_ONE_PERSON = {"person", "plan", "survey"}


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
    if event["at"] != taipei(event["at_us"]):
        yield "the time in words is another one"
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


def taipei(at_us):
    return datetime.datetime.fromtimestamp(at_us // 1000000, TAIPEI).isoformat()


def account_of(event):
    return event["stream"].split("/")[-1]


def start_of(line, number):
    """What a part begins after, from its first line."""
    if set(line) != {"after", "chain"} or number != 1 or line["after"] < 1:
        raise ValueError("fields are missing or unknown")
    bytes.fromhex(line["chain"])
    return {"position": line["after"], "at_us": 0, "chain": line["chain"]}


def through(before, line):
    """The place in the log after the digests of events that are not shown."""
    if set(line) != {"position", "leaves"} or not line["leaves"]:
        raise ValueError("fields are missing or unknown")
    if line["position"] != before["position"] + 1:
        raise ValueError(f"positions jump from {before['position']}")
    chain = bytes.fromhex(before["chain"])
    for leaf in line["leaves"]:
        if len(bytes.fromhex(leaf)) != 32:
            raise ValueError("a digest has another length")
        chain = sha256(b"\x01" + chain + bytes.fromhex(leaf))
    return {"position": before["position"] + len(line["leaves"]), "at_us": before["at_us"],
            "chain": chain.hex()}


def end_of(before, line):
    if set(line) != {"until", "chain"}:
        raise ValueError("fields are missing or unknown")
    if line != {"until": before["position"], "chain": before["chain"]}:
        raise ValueError("the chain leads somewhere else")
    return before


def main(path):
    before = {"position": 0, "at_us": 0, "chain": "00" * 32}
    versions, faults, shown, part, ended = {}, 0, 0, False, False
    # By account: the first position without contents, and with them, since the last erasure.
    erased, kept = {}, {}
    with open(path, encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            try:
                event = json.loads(line)
                if "tag" not in event:
                    part, ended = True, "until" in event
                    before = (start_of(event, number) if "after" in event
                              else end_of(before, event) if "until" in event
                              else through(before, event))
                    continue
                if set(event) != FIELDS:
                    raise ValueError("fields are missing or unknown")
                leaf_of(event)
            except (ValueError, TypeError, AttributeError, OverflowError) as error:
                print(f"fault in line {number}: {error}")
                faults += 1
                continue
            for fault in faults_of(event, before, versions):
                print(f"fault at position {event.get('position')}: {fault}")
                faults += 1
            versions[event["stream"]] = event["version"]
            before, shown = event, shown + 1
            account = account_of(event)
            if event["tag"].startswith("person.erased.") and event["payload"] is not None:
                erased.pop(account, None)
                if account in kept:
                    print(f"fault at position {kept.pop(account)}: kept in spite of an erasure")
                    faults += 1
            elif event["stream"].split("/")[0] in OF_ONE_PERSON:
                where = erased if event["payload"] is None else kept
                where.setdefault(account, event["position"])
            elif event["payload"] is None:
                print(f"fault at position {event['position']}: erased, and of no one person")
                faults += 1
    if part and not ended:
        print("fault at the end: the part does not say where it ends")
        faults += 1
    # In a part the erasure itself may be among what is not shown.
    for account, position in ({} if part else erased).items():
        print(f"fault at position {position}: no erasure of {account} is recorded")
        faults += 1
    if not faults:
        print(f"ok {shown} events, head {before['chain']}")
    return 1 if faults else 0


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    sys.exit(main(sys.argv[1]))
