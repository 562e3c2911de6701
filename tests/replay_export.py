#!/usr/bin/env python3
"""Replays plans from an export, without any code of yanxi: what each of them said at a time.

    tests/replay_export.py EXPORT CATALOGUE QUESTIONS

QUESTIONS is a file with a line {"stream": ..., "at_us": ...} each; the answer to each is a line of
JSON on standard output: the status and every fact of the preview page, in the page's own words.
"""

import json
import sys

STATUS = {"absent": "尚未填寫", "draft": "尚未送出（目前未完成）", "submitted": "已完成",
          "withdrawn": "已退回修改", "deleted": "已刪除"}
RANKS = ["第一順位", "第二順位", "第三順位", "第四順位", "第五順位", "第六順位"]


def names(options):
    return {option["code"]: option["name"] for option in options}


class Words:
    """Codes to names."""

    def __init__(self, catalogue):
        step1, step2 = catalogue["step1"], catalogue["step2"]
        self.education = names(step1["highest_education"])
        self.service = names(step1["years_of_service"])
        self.stages = {stage["code"]: stage for stage in step1["school_stage"]}
        self.rankings = [(key, step2[key]) for key in ("method", "time", "place")]
        self.items = [item for topic in catalogue["topics"] for sub in topic["children"]
                      for item in sub["items"]]


def replay(events):
    """The state after some events of one plan: status, version and contents."""
    status, contents, sent, version = "absent", None, None, 0
    for event in events:
        tag, version = event["tag"], event["version"]
        payload = json.loads(event["payload"])
        if tag in ("plan.draft_saved.1", "plan.catalogue_changed.1"):
            contents = payload["contents"]
            status = "withdrawn" if status == "withdrawn" else "draft"
        elif tag == "plan.school_plan_imported.1":
            contents = json.loads(json.dumps(contents))
            if payload["mode"] == "replace":
                contents["hours"], contents["names"] = payload["hours"], payload["names"]
            else:
                for code, hours in payload["hours"].items():
                    if code in contents["hours"]:
                        continue
                    contents["hours"][code] = hours
                    if code in payload["names"]:
                        contents["names"].setdefault(code, payload["names"][code])
        elif tag == "plan.submitted.1":
            status, contents, sent = "submitted", payload["contents"], payload["contents"]
        elif tag == "plan.withdrawn.1":
            status = "withdrawn"
        elif tag == "plan.deleted.1":
            status = "deleted"
        elif tag == "plan.restored.1":
            if status == "withdrawn":
                status, contents = "submitted", sent
            else:
                status = "draft"
        elif tag != "plan.extended.1":
            raise ValueError(tag)
    return status, version, contents


def name_at(events, at_us, tags):
    """The name a stream bore at a time, and the present one; before the first event, the first."""
    found = [(event["at_us"], json.loads(event["payload"])["name"]) for event in events
             if event["tag"] in tags]
    then = [name for time, name in found if time <= at_us]
    return (then[-1] if then else found[0][1]), found[-1][1]


def facts_of(contents, unit, name, words):
    stage = words.stages.get(contents["stage"])
    yield "填報學校", unit or "（空白）"
    yield "填報人", name
    yield "最高學歷", words.education.get(contents["education"], "（空白）")
    yield "服務年資", words.service.get(contents["service"], "（空白）")
    yield "學校階段", stage["name"] if stage else "（空白）"
    label = stage["teaching_label"] if stage else "任教年級"
    teaching = names(stage["teaching"]) if stage else {}
    yield label, teaching.get(contents["teaching"], "（空白）")
    for key, ranking in words.rankings:
        options = names(ranking["options"])
        for number, code in enumerate(contents[key]):
            yield f"{ranking['label']} {RANKS[number]}", options.get(code, "（空白）")
        other = contents.get(key + "_other", "")
        if other:
            yield f"{ranking['label']} 其他說明", other
    for item in words.items:
        hours = contents["hours"].get(item["code"], 0)
        if hours:
            text = contents["names"].get(item["code"], "")
            yield f"{item['code']} {item['name']}" + ("：" + text if text else ""), f"{hours} 小時"
    yield "合計", str(sum(contents["hours"].values()))


def answer(question, streams, words):
    stream, at_us = question["stream"], question["at_us"]
    events = [event for event in streams[stream] if event["at_us"] <= at_us]
    status, version, contents = replay(events)
    said = {"status": STATUS[status], "version": version, "facts": []}
    if contents is None:
        return said
    then, now = name_at(streams["person/" + stream.split("/")[2]], at_us,
                        ("person.registered.1", "person.renamed.1"))
    unit = ""
    if contents["unit"]:
        unit = name_at(streams["unit/" + contents["unit"]], at_us,
                       ("unit.registered.1", "unit.changed.1"))[0]
    shown = then if then == now else f"{then}（現名 {now}）"
    said["facts"] = [list(fact) for fact in facts_of(contents, unit, shown, words)]
    return said


def main(export, catalogue, questions):
    streams = {}
    with open(export, encoding="utf-8") as lines:
        for line in lines:
            event = json.loads(line)
            streams.setdefault(event["stream"], []).append(event)
    with open(catalogue, encoding="utf-8") as file:
        words = Words(json.load(file))
    with open(questions, encoding="utf-8") as lines:
        for line in lines:
            print(json.dumps(answer(json.loads(line), streams, words), ensure_ascii=False))


if __name__ == "__main__":
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    main(*sys.argv[1:])
