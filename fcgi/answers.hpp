// What everybody is answered who is not given a page: as a page, or in JSON to the script of our
// pages. Not here: who is refused (dispatch), refusals that only one page has.
#pragma once

#include "fcgi/service.hpp"
#include "fcgi/visit/http.hpp"

namespace yanxi {

struct Visit;

// The script of our pages asks, not a browser.
bool is_json(const HttpRequest& request);

// What nothing was done for: 400, 405, 413 and 415 for what cannot be understood, 403 for a form
// whose token is not of its session, 404 for what is not there for this person, 503 while there is
// no room to write.
HttpResponse refuse(const Visit& visit, int status);
// While as much as may be is under way of what takes long.
HttpResponse refuse_full(const Visit& visit);
// In JSON, the status alone.
HttpResponse refuse_json(int status);

// While the views are not whole yet.
HttpResponse answer_unready(Service& service, const HttpRequest& request);

// A fault; needs nothing but the request: 400 and 413 before it was read, 500, or 503 when the
// outcome is unknown.
HttpResponse answer_fault(const HttpRequest& request, int status);

// What every answer says to a browser so that it cannot be made to do more than show it.
void add_security(HttpResponse& response);

}  // namespace yanxi
