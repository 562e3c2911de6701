#include "fcgi/answers.hpp"

#include <algorithm>

#include "fcgi/visit/visit.hpp"

namespace yanxi {
namespace {

// Refused without looking at the visit: nothing of it is kept, and a page needs only the request.
HttpResponse answer_apart(const HttpRequest& request, int status, html::Notice notice) {
  html::Shell shell;
  shell.prefix = request.prefix;
  shell.now = request.arrived;
  HttpResponse response;
  if (is_json(request)) {
    response = refuse_json(status);
  } else {
    notice.reference = request.id;
    notice.links = {{"/plan", "回我的規劃"}};
    response.status = status;
    response.body = html::notice(shell, notice);
  }
  if (status == 503) response.set("Retry-After", "60");
  response.set("Cache-Control", "no-store");
  add_security(response);
  return response;
}

// Nothing was done, and it is known that nothing was.
HttpResponse answer_unavailable(const HttpRequest& request, std::vector<std::string> lines) {
  return answer_apart(request, 503, {"暫停服務", std::move(lines), {}, {}});
}

html::Notice not_found(const Visit& visit) {
  html::Notice notice{"找不到這一頁", {}, {}, {}};
  if (visit.session) {
    const html::Shell around = visit.shell();
    notice.lines = {"您以「" + around.unit + (around.unit.empty() ? "" : " ") + around.name +
                    "」登入。請檢查網址，或從首頁重新開始。"};
    if (around.teacher) notice.links.push_back({"/plan", "回我的規劃"});
    notice.links.push_back({"/login", "換帳號登入"});
  } else {
    notice.lines = {"請檢查網址，或從首頁重新開始。"};
    notice.links = {{"/", "首頁"}};
  }
  return notice;
}

html::Notice no_token(const Visit& visit) {
  const RoleDesk* desk = find_desk(visit.desk);
  return {"頁面閒置過久，請再試一次",
          {"這次的操作沒有執行，已暫存的內容不受影響。"},
          visit.request.id,
          {{desk ? desk->back : "/", "回首頁"}}};
}

}  // namespace

bool is_json(const HttpRequest& request) {
  return request.accept.find("application/json") != std::string::npos;
}

HttpResponse refuse_json(int status) {
  HttpResponse response;
  response.status = status;
  response.type = "application/json";
  response.body = R"({"status":)" + std::to_string(status) + "}";
  return response;
}

HttpResponse refuse(const Visit& visit, int status) {
  if (is_json(visit.request)) return refuse_json(status);
  if (status == 503) {
    return answer_unavailable(
        visit.request, {"目前無法儲存，約 1 分鐘後再試。",
                        "這次輸入的內容還沒有儲存，按上一頁可以看到；已暫存的內容不受影響。"});
  }
  if (status == 404) return visit.notice(404, not_found(visit));
  if (status == 403) return visit.notice(403, no_token(visit));
  return visit.notice(status, {"無法處理這項請求",
                               {"重新整理後再試。暫存的內容不受影響。"},
                               visit.request.id,
                               {{"/plan", "回我的規劃"}}});
}

HttpResponse refuse_full(const Visit& visit) {
  return answer_unavailable(
      visit.request,
      {"目前使用人數眾多，請稍後再試。", "這次的操作沒有執行，按上一頁可以看到剛才輸入的內容。"});
}

HttpResponse answer_unready(Service& service, const HttpRequest& request) {
  const auto head = std::max<std::uint64_t>(service.log.head().position, 1);
  const std::string share = std::to_string(100 * service.projector.position() / head) + "%";
  return answer_unavailable(request, {"系統正在整理資料，已完成 " + share + "，約 1 分鐘後再試。",
                                      "已儲存的內容不受影響。"});
}

HttpResponse answer_fault(const HttpRequest& request, int status) {
  html::Notice notice{
      "系統發生問題",
      {"我們已收到通知。最後一次暫存的內容不受影響；按上一頁可以看到剛才輸入的內容。"},
      {},
      {}};
  if (status == 400 || status == 413) {
    notice.heading = status == 413 ? "內容太大" : "無法處理這項請求";
    notice.lines = {"這次沒有儲存，已暫存的內容不受影響。請回上一頁減少內容後再試。"};
  }
  if (status == 503) {
    notice.heading = "暫時無法確認是否已儲存";
    notice.lines = {"請稍候約 1 分鐘，回到「我的規劃」查看最後儲存的時間，再決定是否重新輸入。"};
  }
  return answer_apart(request, status, std::move(notice));
}

void add_security(HttpResponse& response) {
  if (response.type.starts_with("text/html")) {
    response.set("Content-Security-Policy",
                 "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; "
                 "connect-src 'self'; form-action 'self'; base-uri 'none'; "
                 "frame-ancestors 'none'");
  }
  response.set("X-Content-Type-Options", "nosniff");
  response.set("Referrer-Policy", "same-origin");
}

}  // namespace yanxi
