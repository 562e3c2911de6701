// What every answer passes through: the row of its address, who asks, their own last write, what
// is refused before a page is asked. Not here: the rows (routes), what a refusal says (answers).
#pragma once

#include "fcgi/service.hpp"
#include "fcgi/visit/http.hpp"

namespace yanxi {

// Answers one request. Throws what the machine causes; fastcgi catches it once.
HttpResponse answer(Service& service, const HttpRequest& request);

}  // namespace yanxi
