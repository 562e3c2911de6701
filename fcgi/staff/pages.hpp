// The handlers of the staff's addresses, declared for the table of addresses, and of what their
// work leads others to: a password link, a new catalogue. Not here: who may ask for them (routes),
// what they share (staff_visit).
#pragma once

namespace yanxi {

struct HttpResponse;
struct Visit;

// audit_pages.cpp
HttpResponse show_audit(Visit& visit);
HttpResponse show_audit_list(Visit& visit);
HttpResponse show_sample(Visit& visit);
HttpResponse show_board(Visit& visit);
HttpResponse show_export(Visit& visit);

// catalogue_pages.cpp
HttpResponse show_catalogue(Visit& visit);
HttpResponse show_catalogue_csv(Visit& visit);
HttpResponse do_catalogue(Visit& visit);
HttpResponse do_adopt(Visit& visit);
HttpResponse show_new_catalogue(Visit& visit);
HttpResponse do_new_catalogue(Visit& visit);

// import_pages.cpp
HttpResponse show_import_people(Visit& visit);
HttpResponse do_import_people(Visit& visit);

// people_pages.cpp
HttpResponse show_people(Visit& visit);
HttpResponse show_person(Visit& visit);
HttpResponse do_roles(Visit& visit);
HttpResponse do_sign_in(Visit& visit);
HttpResponse do_link(Visit& visit);
HttpResponse show_as(Visit& visit);
HttpResponse show_password(Visit& visit);
HttpResponse do_password(Visit& visit);

// rehearsal_pages.cpp
HttpResponse show_rehearsal(Visit& visit);

// replay_pages.cpp
HttpResponse show_timeline(Visit& visit);
HttpResponse show_timeline_pdf(Visit& visit);
HttpResponse show_comparison(Visit& visit);
HttpResponse show_moment(Visit& visit);
HttpResponse show_moment_pdf(Visit& visit);

// restore_pages.cpp
HttpResponse show_admin(Visit& visit);
HttpResponse show_restore_search(Visit& visit);
HttpResponse do_restore_many(Visit& visit);
HttpResponse show_restore(Visit& visit);
HttpResponse do_restore(Visit& visit);
HttpResponse show_extend_search(Visit& visit);
HttpResponse show_extend(Visit& visit);
HttpResponse do_extend(Visit& visit);

// statistics_pages.cpp
HttpResponse show_statistics(Visit& visit);
HttpResponse show_county(Visit& visit);

// year_pages.cpp
HttpResponse show_years(Visit& visit);
HttpResponse show_one_year(Visit& visit);
HttpResponse do_windows(Visit& visit);
HttpResponse do_extend_unit(Visit& visit);
HttpResponse do_announce(Visit& visit);

}  // namespace yanxi
