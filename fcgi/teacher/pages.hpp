// The handlers of teachers' addresses, declared for the table of addresses. Not here: who may ask
// for them (routes), what they share (plan_visit).
#pragma once

namespace yanxi {

struct HttpResponse;
struct Visit;

// my_pages.cpp
HttpResponse show_survey(Visit& visit);
HttpResponse do_survey(Visit& visit);
HttpResponse show_my_data(Visit& visit);
HttpResponse show_my_data_json(Visit& visit);
HttpResponse show_my_data_pdf(Visit& visit);

// plan_forms.cpp
HttpResponse do_start(Visit& visit);
HttpResponse do_profile(Visit& visit);
HttpResponse do_needs(Visit& visit);
HttpResponse do_topics(Visit& visit);
HttpResponse do_autosave(Visit& visit);
HttpResponse do_preview(Visit& visit);
HttpResponse do_submit(Visit& visit);
HttpResponse do_withdraw(Visit& visit);
HttpResponse do_delete(Visit& visit);
HttpResponse do_clear(Visit& visit);
HttpResponse do_import(Visit& visit);

// plan_pages.cpp
HttpResponse show_home(Visit& visit);
HttpResponse show_profile(Visit& visit);
HttpResponse show_needs(Visit& visit);
HttpResponse show_topics(Visit& visit);
HttpResponse show_preview(Visit& visit);
HttpResponse show_receipt(Visit& visit);
HttpResponse show_year(Visit& visit);
HttpResponse show_own_history(Visit& visit);
HttpResponse show_withdraw(Visit& visit);
HttpResponse show_delete(Visit& visit);
HttpResponse show_clear(Visit& visit);
HttpResponse show_import(Visit& visit);
HttpResponse show_plan_pdf(Visit& visit);

}  // namespace yanxi
