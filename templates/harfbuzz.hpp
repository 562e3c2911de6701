// Owning pointers to HarfBuzz's objects. Included by typeface.cpp and coarse_font.cpp only. Not
// here: what is done with fonts.
#pragma once

#include <hb.h>

#include <memory>

namespace yanxi {

template <class T, void (*destroy)(T*)>
struct Destroy {
  void operator()(T* object) const { destroy(object); }
};
template <class T, void (*destroy)(T*)>
using Owned = std::unique_ptr<T, Destroy<T, destroy>>;

using OwnedBlob = Owned<hb_blob_t, hb_blob_destroy>;
using OwnedFace = Owned<hb_face_t, hb_face_destroy>;
using OwnedFont = Owned<hb_font_t, hb_font_destroy>;
using OwnedSet = Owned<hb_set_t, hb_set_destroy>;

}  // namespace yanxi
