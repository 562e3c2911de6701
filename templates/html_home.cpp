#include <fmt/format.h>

#include "templates/page.hpp"
#include "templates/words.hpp"

// The home page in all its states: state of the plan times phase of the window.

namespace yanxi::html {
namespace {

using plan::Status;

struct Face {
  const char* panel;
  const char* heading;
};

Face face(Status status) {
  switch (status) {
    case Status::absent:
      return {"info", "尚未填寫"};
    case Status::draft:
      return {"warn", "提醒您，目前未完成。"};
    case Status::submitted:
      return {"ok", "已規劃完成"};
    case Status::withdrawn:
      return {"warn", "已退回修改，視同未完成規劃"};
    case Status::deleted:
      return {"info", "已刪除"};
  }
  return {};
}

class HomePage {
 public:
  HomePage(const Shell& shell, const Home& home)
      : shell_(shell), home_(home), state_(home.plan.state), page_(shell, "我的規劃", "home.tpl") {
    phase_ = shell.year ? year::phase(shell.year->state.windows, shell.now) : year::Phase::before;
    open_ = phase_ == year::Phase::open || phase_ == year::Phase::late;
  }

  std::string text() {
    Dictionary body = page_.body();
    add_deadline(body, shell_);
    const Face shown = face(state_.status);
    body.refer("PANEL", shown.panel);
    body.refer("HEADING", shown.heading);
    switch (state_.status) {
      case Status::absent:
        add_start(body, "ABSENT");
        break;
      case Status::deleted:
        set_time(add_start(body, "DELETED"), state_.changed_at);
        break;
      case Status::draft:
        add_unfinished(body, "DRAFT");
        break;
      case Status::withdrawn:
        add_unfinished(body, "WITHDRAWN");
        break;
      case Status::submitted:
        add_done(body);
        break;
    }
    if (!home_.plan.restored_reason.empty()) {
      body.add("RESTORED").set("TEXT", home_.plan.restored_reason);
    }
    if (state_.extension && shell_.now < state_.extension->until &&
        state_.status != Status::submitted) {
      set_time(body.add("EXTENDED"), state_.extension->until);
    }
    body.show_if(home_.newer_catalogue, "NEWER");
    body.show_if(state_.version > 0, "HISTORY");
    add_past(body);
    return page_.text();
  }

 private:
  Dictionary add_start(Dictionary body, const char* section) {
    Dictionary part = body.add(section);
    if (!open_) {
      body.show_if(phase_ == year::Phase::closed, "MISSED");
      return part;
    }
    part.show("INVITE");
    Dictionary start = body.add("START");
    set_form(start, state_.version, home_.once);
    start.show_if(home_.can_carry_over, "CARRY");
    if (home_.posts.size() > 1) {
      Dictionary posts = start.add("POSTS");
      for (const Post& post : home_.posts) {
        Dictionary option = posts.add("POST");
        option.set("CODE", post.code);
        option.set("NAME", post.name);
      }
    }
    return part;
  }

  Dictionary add_facts(Dictionary body, const std::string& name) {
    Dictionary facts = body.add("OPENED");
    facts.set("UNIT", home_.unit);
    facts.set("NAME", name);
    if (name != shell_.name) facts.add("PRESENT").set("TEXT", shell_.name);
    facts.set("HOURS", total_hours(state_.contents.hours));
    return facts;
  }

  void add_unfinished(Dictionary body, const char* section) {
    set_time(add_facts(body, shell_.name).add(section), state_.saved_at);
    if (!open_) {
      if (phase_ == year::Phase::closed) body.add("MISSED").show("KEPT");
      add_view(body, "暫存內容");
      return;
    }
    Dictionary unfinished = body.add("UNFINISHED");
    unfinished.show(phase_ == year::Phase::late ? "LATE" : "COUNTS");
    unfinished.set("PERCENT", static_cast<long>(plan::progress(state_, *home_.catalogue)));
    add_steps(unfinished);
    add_unfinished_buttons(body);
  }

  void add_steps(Dictionary unfinished) {
    for (int n = 0; n < 4; ++n) {
      Dictionary step = unfinished.add("STEP");
      step.refer("NAME", step_names[n]);
      step.refer("PATH", step_paths[n]);
      if (n == 3) continue;
      const std::string missing =
          missing_text(home_.problems, *home_.catalogue, static_cast<Step>(n + 1));
      if (missing.empty()) {
        step.show("COMPLETE");
      } else {
        step.add("MISSING").set("TEXT", missing);
      }
    }
  }

  // The primary button is 送出 when the plan is complete, else 修改 at the first incomplete step.
  void add_unfinished_buttons(Dictionary body) {
    const bool complete = home_.problems.empty();
    Dictionary change = body.add("CHANGE");
    const Step first = complete ? Step::profile : step_of_field(home_.problems.front().field);
    change.refer("PATH", step_paths[static_cast<int>(first) - 1]);
    change.show_if(complete, "SECOND");
    Dictionary send = body.add("SEND");
    set_form(send, state_.version, home_.once);
    send.show_if(!complete, "SECOND");
    body.show("REMOVE");
    body.show_if(state_.status == Status::draft, "EXPLAIN_DRAFT");
    if (state_.status == Status::withdrawn) {
      body.add("LAST").set("RECEIPT", receipt_number());
    }
  }

  void add_done(Dictionary body) {
    Dictionary done = add_facts(body, home_.submitted_name).add("DONE");
    set_time(done, state_.submission->at);
    done.set("RECEIPT", receipt_number());
    body.show("PDF");
    if (open_) {
      body.show("SURVEY");
      body.show("WITHDRAW");
      body.show("THANKS");
    } else {
      add_view(body, "內容");
    }
  }

  void add_view(Dictionary body, const char* what) {
    Dictionary view = body.add("VIEW");
    view.set("YEAR", static_cast<long>(home_.plan.year));
    view.refer("TEXT", what);
  }

  void add_past(Dictionary body) {
    if (home_.past.empty()) {
      body.show("NO_PAST");
      return;
    }
    Dictionary table = body.add("PAST");
    for (const PlanView& plan : home_.past) {
      Dictionary row = table.add("ROW");
      row.set("YEAR", static_cast<long>(plan.year));
      row.refer("STATUS", status_text(plan.state.status));
      row.set("HOURS", total_hours(plan.state.contents.hours));
      const bool done = plan.state.status == Status::submitted;
      set_time(row.add("TIMED"), done ? plan.state.submission->at : plan.state.changed_at);
    }
  }

  std::string receipt_number() const {
    return receipt_text({home_.plan.year, state_.submission->position});
  }

  const Shell& shell_;
  const Home& home_;
  const plan::State& state_;
  Page page_;
  year::Phase phase_;
  bool open_ = false;
};

}  // namespace

std::string home(const Shell& shell, const Home& page) { return HomePage(shell, page).text(); }

}  // namespace yanxi::html
