#include "events/lineage.hpp"

namespace yanxi::lineage {

State evolve(State state, const Event& event, const Stamp& stamp) {
  state.rewinds.push_back(std::get<Rewound>(event));
  state.last = stamp.leaf;
  return state;
}

std::string origin(const State& state, const Digest& first_leaf) {
  const Digest& leaf = state.rewinds.empty() ? first_leaf : state.last;
  return "yanxi/" + to_hex(leaf.data(), 8);
}

}  // namespace yanxi::lineage
