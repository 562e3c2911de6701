// Much work of one kind, done by many hands: as many appends then wait for one sync of the log.
// Here: the loop. Not here: what is done (import, crowd).
#pragma once

#include <cstddef>
#include <functional>

namespace yanxi {

// Does `work` once for every number in [begin, end), up to 32 at a time, and returns when all is
// done. Throws the first thing that `work` threw, after which nothing new is begun. `progress` is
// told how many are done, five times a second.
void work_side_by_side(std::size_t begin, std::size_t end,
                       const std::function<void(std::size_t)>& work,
                       const std::function<void(std::size_t done)>& progress = {});

}  // namespace yanxi
