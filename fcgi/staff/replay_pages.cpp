#include <fmt/format.h>

#include <algorithm>

#include "events/codec.hpp"
#include "events/log/chain.hpp"
#include "events/streams.hpp"
#include "fcgi/staff/pages.hpp"
#include "fcgi/staff/staff_visit.hpp"
#include "templates/html_history.hpp"
#include "templates/pdf.hpp"
#include "templates/words.hpp"

// A plan's history for auditors: timeline, comparison, the plan as it stood at a time. Every page
// is replayed from the log itself, and recorded before it is shown.

namespace yanxi {
namespace {

// The plan an address names, with all its events; nothing when there never was one.
struct Replay {
  PlanName name;
  std::string stream;
  std::vector<Envelope> envelopes;

  plan::State at_version(std::uint64_t version) const {
    std::vector<Envelope> until;
    for (const Envelope& envelope : envelopes) {
      if (envelope.version <= version) until.push_back(envelope);
    }
    return fold_plan(until);
  }
  // The last version at a time; 0 before the first.
  std::uint64_t version_at(Instant at) const {
    std::uint64_t version = 0;
    for (const Envelope& envelope : envelopes) {
      // A second is meant whole, as the pages print it: what happened within it is seen.
      if (envelope.at < at + second_us) version = envelope.version;
    }
    return version;
  }
  const Envelope& event(std::uint64_t version) const { return envelopes.at(version - 1); }
  std::string id() const { return plan_name(name.year, name.account); }
  std::string path() const { return "/audit/plan/" + id(); }
};

std::optional<Replay> find_replay(const Visit& visit) {
  auto name = parse_plan_name(visit.part("plan"));
  if (!name) return {};
  Replay replay{*name, plan_stream(name->year, name->account), {}};
  replay.envelopes = visit.service.log.read_stream(replay.stream);
  if (replay.envelopes.empty()) return {};
  return replay;
}

std::optional<std::uint64_t> read_version(const Replay& replay, const std::string& text) {
  const auto version = parse_number(text);
  if (!version || *version < 1 || *version > replay.envelopes.size()) return {};
  return version;
}

// Seal and leaf fit the event, and the chain leads from the event before to it.
bool is_proven(const EventLog& log, const Envelope& envelope) {
  if (!envelope.erased && seal(envelope.salt, envelope.payload) != envelope.sealed) return false;
  Digest before{};
  if (envelope.position > 1) before = log.read_all(envelope.position - 2, 1).at(0).chain;
  return leaf_digest(envelope) == envelope.leaf &&
         chain_digest(before, envelope.leaf) == envelope.chain;
}

std::vector<html::HistoryEntry> entries_of(const Visit& visit, const Replay& replay) {
  std::vector<html::HistoryEntry> entries;
  for (const Envelope& envelope : replay.envelopes) {
    html::HistoryEntry entry;
    entry.version = envelope.version;
    entry.position = envelope.position;
    entry.at = envelope.at;
    entry.proven = is_proven(visit.service.log, envelope);
    entry.who = envelope.actor.account;
    entry.role = role_text(envelope.actor.role);
    if (envelope.erased) {
      entry.what = "內容已依法刪除";
    } else {
      const auto event = decode<plan::Event>(envelope.tag, envelope.payload);
      entry.what = event_text(event);
      entry.details = visit.details_of(event);
      const auto* saved = std::get_if<plan::DraftSaved>(&event);
      entry.automatic = saved && saved->via == "autosave";
      if (std::holds_alternative<plan::Submitted>(event)) {
        entry.details.push_back("收件編號 " + receipt_text({replay.name.year, envelope.position}));
      }
    }
    entries.push_back(std::move(entry));
  }
  return entries;
}

std::vector<html::Fact> facts_of(const Visit& visit, const Replay& replay) {
  const plan::State state = replay.at_version(replay.envelopes.size());
  std::vector<html::Fact> facts = {
      {"學年度", std::to_string(replay.name.year)},
      {"帳號", replay.name.account},
      {"姓名", present_name(visit, replay.name.account)},
      {"填報學校", state.contents.unit.empty() ? "（空白）" : visit.unit(state.contents.unit)},
      {"狀態", replay.envelopes.back().erased ? "內容已依法刪除" : status_text(state.status)}};
  if (state.submission) {
    facts.emplace_back("收件編號", receipt_text({replay.name.year, state.submission->position}));
  }
  return facts;
}

}  // namespace

HttpResponse show_timeline(Visit& visit) {
  const auto replay = find_replay(visit);
  if (!replay) return visit.not_found();
  record_view(visit, "timeline", replay->stream, {});
  html::History page;
  page.facts = facts_of(visit, *replay);
  page.entries = entries_of(visit, *replay);
  page.path = replay->path();
  page.id = replay->id();
  page.stated = get(visit.query, "matter");
  page.matter = page.stated.empty() ? "" : "matter=" + urlencode(page.stated);
  page.record_note = record_note(visit).text;
  return visit.page(html::history(visit.shell(), page));
}

HttpResponse show_timeline_pdf(Visit& visit) {
  const auto replay = find_replay(visit);
  if (!replay) return visit.not_found();
  record_view(visit, "history.pdf", replay->stream, {});
  PdfRecord record;
  record.title = "規劃歷程";
  record.printed_at = visit.request.arrived;
  record.facts = facts_of(visit, *replay);
  record.facts.emplace_back("列印者", visit.account());
  record.demo = visit.year && visit.year->state.demo;
  record.heading = "事件（由早到晚）";
  for (const html::HistoryEntry& entry : entries_of(visit, *replay)) {
    record.lines.push_back(fmt::format(
        "{}　{}　{}（{}）　第 {} 版　位置 {}　{}", taipei_text(entry.at), entry.what, entry.who,
        entry.role, entry.version, entry.position, entry.proven ? "驗證相符" : "驗證不符"));
    for (const std::string& line : entry.details) record.lines.push_back("　　" + line);
    record.lines.push_back("　　" + to_hex(replay->event(entry.version).chain));
  }
  return send_file("application/pdf", "yanxi-history-" + replay->id() + ".pdf", pdf_record(record));
}

HttpResponse show_comparison(Visit& visit) {
  const auto replay = find_replay(visit);
  if (!replay) return visit.not_found();
  const auto a = read_version(*replay, get(visit.query, "a"));
  const auto b = read_version(*replay, get(visit.query, "b"));
  if (!a || !b || *a == *b) {
    return visit.notice(422, {"請選擇兩個不同的版本",
                              {"在歷程中各選一個「甲」與「乙」，再按「比較」。"},
                              {},
                              {{with_matter(visit, replay->path()), "回歷程"}}});
  }
  const std::uint64_t before = std::min(*a, *b), after = std::max(*a, *b);
  if (replay->event(before).erased || replay->event(after).erased) {
    return visit.notice(409, {"內容已依法刪除",
                              {"其中一個版本的內容已依法刪除，無法比較。"},
                              {},
                              {{with_matter(visit, replay->path()), "回歷程"}}});
  }
  record_view(visit, "compare", replay->stream, fmt::format("{} {}", before, after));
  const auto side = [&](std::uint64_t version) {
    const plan::State state = replay->at_version(version);
    const bool begun = !state.catalogue.empty();
    return html::ComparedSide{
        version,
        replay->event(version).at,
        state.status,
        state.contents,
        begun ? &visit.service.catalogues.at(state.catalogue) : &visit.service.catalogues.latest(),
        unit_at(visit, state.contents.unit, replay->event(version).at)};
  };
  html::Sheet sheet = html::comparison(side(before), side(after));
  sheet.parts.insert(sheet.parts.begin(), html::Facts{facts_of(visit, *replay)});
  sheet.parts.push_back(html::Links{{{with_matter(visit, replay->path()), "回歷程"}}});
  return show_sheet(visit, sheet);
}

namespace {

// The plan at the time or version the query asks for.
struct Moment {
  Replay replay;
  std::uint64_t version = 0;  // 0 before the first event
  Instant at;
  bool by_time = false;
  plan::State state;
};

std::expected<Moment, HttpResponse> find_moment(const Visit& visit) {
  auto replay = find_replay(visit);
  if (!replay) return std::unexpected(visit.not_found());
  Moment moment{std::move(*replay), 0, {}, false, {}};
  if (const std::string v = get(visit.query, "v"); !v.empty()) {
    const auto version = read_version(moment.replay, v);
    if (!version) return std::unexpected(visit.not_found());
    moment.version = *version;
    moment.at = moment.replay.event(*version).at;
  } else {
    const auto at = read_time(get(visit.query, "t"));
    if (!at) {
      return std::unexpected(
          visit.notice(422, {"看不懂這個時間",
                             {at.error() + "。"},
                             {},
                             {{with_matter(visit, moment.replay.path()), "回歷程"}}}));
    }
    moment.at = *at;
    moment.by_time = true;
    moment.version = moment.replay.version_at(moment.at);
  }
  moment.state = moment.replay.at_version(moment.version);
  return moment;
}

std::string banner_of(const Moment& moment) {
  return taipei_text(moment.at) + " 當時的內容（唯讀）";
}

bool has_contents(const Moment& moment) {
  return moment.version > 0 && !moment.state.catalogue.empty();
}

html::Links steps_of(const Visit& visit, const Moment& moment) {
  const std::string at = moment.replay.path() + "/at?v=";
  html::Links links;
  const auto add = [&](std::string path, const char* text) {
    links.links.push_back({with_matter(visit, path), text});
  };
  if (moment.version > 1) add(at + std::to_string(moment.version - 1), "前一版");
  if (moment.version < moment.replay.envelopes.size()) {
    add(at + std::to_string(moment.version + 1), "後一版");
  }
  if (has_contents(moment)) {
    const std::string pdf = moment.replay.path() + "/at.pdf?";
    add(moment.by_time ? pdf + "t=" + urlencode(taipei_text(moment.at))
                       : pdf + "v=" + std::to_string(moment.version),
        "匯出PDF");
  }
  add(moment.replay.path(), "回歷程");
  return links;
}

html::SheetForm time_form(const Visit& visit, const Moment& moment) {
  html::SheetForm form;
  form.path = moment.replay.path() + "/at";
  form.controls = {{"t", "時間", taipei_text(moment.at)},
                   {"matter", {}, get(visit.query, "matter"), html::Control::Kind::hidden}};
  form.buttons = {{"檢視當時內容", {}, {}, true}};
  return form;
}

}  // namespace

HttpResponse show_moment(Visit& visit) {
  const auto moment = find_moment(visit);
  if (!moment) return moment.error();
  const Replay& replay = moment->replay;
  record_view(visit, "version", replay.stream,
              fmt::format("{} at {}", moment->version, taipei_text(moment->at)));
  html::Sheet sheet{"教師自我專業進修規劃記錄", {}};
  sheet.parts.push_back(html::Note{banner_of(*moment), "warn"});
  html::Facts facts;
  const plan::State& state = moment->state;
  if (moment->version == 0) {
    facts.facts = {{"狀態", "尚未填寫"}};
  } else {
    const Envelope& last = replay.event(moment->version);
    facts.facts = {{"狀態", last.erased ? "內容已依法刪除" : status_text(state.status)},
                   {"版本", std::to_string(moment->version)},
                   {"這一版的時間", taipei_text(last.at)},
                   {"選項版本", state.catalogue.empty() ? "（空白）" : state.catalogue}};
    if (state.submission) {
      facts.facts.emplace_back("收件編號",
                               receipt_text({replay.name.year, state.submission->position}));
    }
    if (state.status == plan::Status::submitted &&
        is_late(visit, replay.name.account, replay.name.year, *state.submission)) {
      facts.facts.emplace_back("獎勵計算", "已逾獎勵計算期限送出，不列入");
    }
  }
  sheet.parts.push_back(std::move(facts));
  sheet.parts.push_back(steps_of(visit, *moment));
  if (has_contents(*moment)) {
    sheet.parts.push_back(html::PlanPart{&state.contents,
                                         &visit.service.catalogues.at(state.catalogue),
                                         unit_at(visit, state.contents.unit, moment->at),
                                         name_at(visit, replay.name.account, moment->at)});
  }
  sheet.parts.push_back(time_form(visit, *moment));
  return show_sheet(visit, sheet);
}

HttpResponse show_moment_pdf(Visit& visit) {
  const auto moment = find_moment(visit);
  if (!moment) return moment.error();
  if (!has_contents(*moment)) return visit.not_found();
  const plan::State& state = moment->state;
  record_view(visit, "pdf", moment->replay.stream,
              fmt::format("{} at {}", moment->version, taipei_text(moment->at)));
  PdfPlan pdf;
  pdf.year = moment->replay.name.year;
  pdf.printed_at = visit.request.arrived;
  pdf.address = visit.request.host + visit.request.prefix;
  pdf.contents = state.contents;
  pdf.catalogue = &visit.service.catalogues.at(state.catalogue);
  pdf.state = status_text(state.status);
  pdf.name = name_at(visit, moment->replay.name.account, moment->at);
  pdf.unit = unit_at(visit, state.contents.unit, moment->at);
  pdf.moment = banner_of(*moment);
  if (state.status == plan::Status::submitted) {
    pdf.submitted_at = state.submission->at;
    pdf.receipt = receipt_text({pdf.year, state.submission->position});
    pdf.digest = to_hex(state.submission->leaf);
    pdf.late = is_late(visit, moment->replay.name.account, pdf.year, *state.submission);
  }
  const auto year = read_year_view(visit.service.views, pdf.year);
  pdf.demo = year && year->state.demo;
  return send_file("application/pdf", "yanxi-" + moment->replay.id() + ".pdf", pdf_plan(pdf));
}

}  // namespace yanxi
