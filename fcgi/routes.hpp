// The one table of everything the service can be asked over the web, and what every answer passes
// through: path, method, session, role, token. Not here: single pages (visit.hpp), FastCGI.
#pragma once

#include <string>
#include <vector>

#include "fcgi/service.hpp"
#include "fcgi/visit/http.hpp"

namespace yanxi {

// Every row of the table as "GET /plan/*", for a test that leaves none out.
std::vector<std::string> route_names();

// Answers one request. Throws what the machine causes; fastcgi catches it once.
HttpResponse answer(Service& service, const HttpRequest& request);

// The page while the views are not whole yet.
HttpResponse answer_unready(Service& service, const HttpRequest& request);

// The page for a fault, which needs nothing but the request: 500, or 503 when the outcome is
// unknown.
HttpResponse answer_fault(const HttpRequest& request, int status);

}  // namespace yanxi
