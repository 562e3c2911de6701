// The handlers of what anybody may ask for, declared for the table of addresses. Not here: who may
// ask for them (routes).
#pragma once

namespace yanxi {

struct HttpResponse;
struct Visit;

// public_pages.cpp
HttpResponse show_landing(Visit& visit);
HttpResponse show_login(Visit& visit);
HttpResponse do_login(Visit& visit);
HttpResponse do_logout(Visit& visit);
HttpResponse show_help(Visit& visit);
HttpResponse show_privacy(Visit& visit);
HttpResponse show_accessibility(Visit& visit);
HttpResponse show_health(Visit& visit);
HttpResponse show_metrics(Visit& visit);
// Not a handler: the answer to a form without a session, with what was typed in it.
HttpResponse ask_to_sign_in(Visit& visit, bool keep_form);

}  // namespace yanxi
